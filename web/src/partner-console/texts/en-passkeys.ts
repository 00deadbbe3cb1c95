/** Texts about signing in to the console with a passkey. */
export const passkeys = {
  title: 'Passkeys',
  about:
    'With a passkey you sign in by fingerprint, face or the code of your device, without waiting for an e-mail. Add one within 15 minutes after signing in.',
  none: 'You have no passkey yet.',
  add: 'Add a passkey of this device',
  added: 'Added {{time}}',
  used: 'Last used {{time}}',
  unused: 'Not used yet',
  remove: 'Remove',
  removeOf: 'Remove the passkey added {{time}}',
  removeSure: 'Yes, remove it',
  or: 'or',
  signIn: 'Sign in with a passkey',
  signInAbout: 'If you have added one on the page “You”.',
}
