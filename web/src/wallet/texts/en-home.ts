/** What the first page says. */
export const home = {
  title: 'Your points',
  hello: 'Hello, {{name}}',
  available: 'Available to spend',
  frozen: 'Frozen for now',
  pending: 'on the way. You can spend them in a moment.',
  pendingBack: 'will be deducted for items you returned.',
  affordOne: 'You can afford 1 reward',
  afford: 'You can afford {{count}} rewards',
  held: 'reserved for your current purchase.',
  nextTitle: 'Your next reward',
  nextBar: 'Progress towards: {{title}}',
  nextMissing: '{{missing}} to go, of {{price}}.',
  expiryTitle: 'Next to expire',
  expiryNone: 'None of your points expire soon.',
  expiryNext: '{{points}} on {{day}}',
  expiryAbout: 'Your oldest points are always used first.',
}

export const offers = {
  title: 'Offers',
  earn: '{{points}} for every {{per}}',
  next: 'From {{day}}: {{points}} for every {{per}}',
  ends: 'Until {{day}}',
}

export const celebration = {
  points: '{{points}} more points have arrived.',
  onePoint: '1 more point has arrived.',
  reward: 'You can now afford “{{title}}”.',
}

export const chart = {
  title: 'Points over time',
  span: 'Period',
  days: '{{days}} days',
  day: 'Day',
  now: 'Now',
  asTable: 'Show as a table',
  asDrawing: 'Show as a chart',
}

export const card = {
  title: 'Your card',
  about: 'Show this code at the till to earn and spend points.',
  qr: 'QR code of your card',
  left: 'Time left for this code',
  renews: 'New code in {{seconds}} s',
  ended: 'This code has expired and a new one could not be loaded.',
  fixed: 'Card number',
  fixedAbout: 'For tills without a camera. It also works here without a connection.',
  fixedQr: 'QR code of your card number',
  bars: 'Bar code of your card number',
  showFixedQr: 'Show as a QR code',
  showBars: 'Show as a bar code',
  unknownHere: 'Type the number of your card (ending {{hint}}) once, and its bar code is shown on this device.',
  add: 'Show it here',
  notYours: 'This is not the number of your card, which ends in {{hint}}.',
  drawAbout: 'You do not have a card number yet. With one, tills without a camera can find you too.',
  draw: 'Get a card number',
  offlineTitle: 'Your card, without a connection',
  offlineAbout: 'You can earn points with it. To see or spend your points you need a connection.',
}
