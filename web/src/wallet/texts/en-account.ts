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

export const erasure = {
  title: 'Delete my account',
  about: 'You can leave at any time. All that leads to you is deleted for good, and nobody can bring it back.',
  begin: 'Delete my account …',
  blocked:
    'Something is still on its way, such as a payment with points, a purchase of today or a frozen account. Your account can be deleted once that is over. Please try again later.',
  lost: 'You will lose {{points}}, and the rewards that you have not used.',
  gone: 'Your contacts, card, PIN, passkeys and messages are deleted, and you are signed out everywhere.',
  stays: 'Amounts, points and times of your purchases stay in the books, without your name or any order number.',
  points: 'Your points are not given to anybody. They run out at their usual end.',
  card: 'Because shops know your card number and may see your PIN, it is done after a wait. Until then you can still keep your account.',
  own: 'It is done at once. You must have signed in within the last 10 minutes.',
  agree: 'I give up {{points}} and want my account to be deleted.',
  confirm: 'Delete my account for good',
  waits: 'Your account will be deleted on {{time}}. If it was not you who asked, keep it and change your PIN.',
  keep: 'Keep my account',
}
