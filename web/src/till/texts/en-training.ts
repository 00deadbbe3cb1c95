/** Texts of training. */
export const training = {
  title: 'TRAINING: no points',
  about: 'Practise freely. Nothing here is real: no points are given or taken, and nothing is sent.',
  slip: 'TRAINING: no points',
  cards: 'Sample customers',
  hint: {
    plenty: 'PIN 2580.',
    few: 'PIN 2580: too few points for most things.',
    noPin: 'no PIN yet.',
  },
  start: 'Practise without a shop',
  startHere: 'Training',
  end: 'End training',
}
