/** What the wallet says of passkeys that confirm moves. */
export const passkeys = {
  title: 'Confirm moves with a passkey',
  about:
    'A move of your points waits for some days, in case it was not you who asked. With a passkey that you add now you can confirm a later move at once.',
  add: 'Add a passkey',
  ready: 'Added {{added}}. It can confirm moves.',
  waits:
    'Added {{added}}. It can confirm moves that are asked for after {{moment}}. If it was not you who added it, remove it now and change your PIN.',
  remove: 'Remove',
  removeOf: 'Remove the passkey added {{added}}',
  warning:
    'Someone with your card number and PIN added a passkey. After {{moment}} it can confirm a move of your points. If it was not you, remove it now and change your PIN.',
  warningTitle: 'A passkey was added',
}
