/** What the account says of contacts. */
export const contacts = {
  title: 'E-mail and phone',
  about: 'Confirm that an address or number is yours, and shops find this account by it, and no other.',
  proven: 'Confirmed',
  unproven: 'Not confirmed',
  notices: 'Gets notices',
  which: 'E-mail address or phone number',
  whichAbout: 'A phone number begins with + and the country code.',
  send: 'Send me a code',
  sent: 'If it exists, a code is on its way to {{to}}.',
  code: 'Code from the message',
  codeAbout: '8 digits, valid for 10 minutes.',
  consent: 'Tell me there when something important happens to my account',
  consentAbout: 'A new PIN, a move of your points or a recovery. We keep the address encrypted, for this only.',
  confirm: 'Confirm',
  other: 'Use another one',
  done: 'Confirmed. Shops can now find this account by it.',
}

/** What it says of a move that a contact confirms. */
export const moveCode = {
  title: 'Confirm the move now',
  about: 'If it was you who asked, you can confirm with a code instead of waiting.',
  send: { email: 'Send a code by e-mail', phone: 'Send a code by SMS' },
  confirm: 'Move my points now',
  done: 'Confirmed. Your points move within a minute.',
}
