/** What the account says of the member, and of what they have agreed to. */
export const account = {
  title: 'Account',
  look: 'Language and appearance',
  theme: 'Appearance',
  themeAuto: 'Same as device',
  themeLight: 'Light',
  themeDark: 'Dark',
  who: 'You',
  kind: {
    card: 'You signed in with your card.',
    wallet: 'You sign in with your wallet app.',
    passkey: 'You sign in with your passkey.',
  },
  identifier: { card: 'Card ending {{hint}}', email: 'E-mail {{hint}}', phone: 'Phone ending {{hint}}' },
  since: 'Member since {{day}}',
  technical: 'Technical details',
  number: 'Account {{account}}',
  signOut: 'Sign out',
  name: 'What should we call you?',
  nameAbout: 'Kept on this device only, until you sign out. Shops do not see it.',
  nameSave: 'Save',
  nameSaved: 'Saved on this device.',
}

export const agreements = {
  title: 'What you have agreed to',
  about: 'Everything that is kept because you agreed to it. You can change each of these here.',
  noticesTo: 'Notices about your account go to: {{where}}.',
  noticesNone: 'Notices about your account: not agreed to. Confirm an e-mail address or a phone number to get them.',
  noticesMore:
    'To stop them, confirm the same address or number again under “{{contacts}}” without ticking the box. The code that is sent there proves that it is you.',
  device: 'On this device',
  card: 'Your card number is kept here while you are signed in, so that its bar code works without a connection.',
  cardForget: 'Forget the card number',
  nothingHere: 'Nothing but your language and appearance is kept on this device.',
  name: 'The name that we greet you with is kept here.',
  nameForget: 'Forget the name',
  endpoint: 'The network address that you chose for checking receipts is kept here.',
  endpointForget: 'Forget the address',
}
