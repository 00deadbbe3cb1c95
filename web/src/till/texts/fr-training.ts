import type { training as english } from './en-training.ts'

/** Les textes de l’entraînement. */
export const training: typeof english = {
  title: 'ENTRAÎNEMENT : aucun point',
  about: 'Exercez-vous librement. Rien n’est réel ici : aucun point n’est donné ni utilisé, et rien n’est envoyé.',
  slip: 'ENTRAÎNEMENT : aucun point',
  cards: 'Clients fictifs',
  hint: {
    plenty: 'code PIN 2580.',
    few: 'code PIN 2580 : trop peu de points pour la plupart des récompenses.',
    noPin: 'pas encore de code PIN.',
  },
  start: 'S’entraîner sans magasin',
  startHere: 'S’entraîner',
  end: 'Terminer l’entraînement',
}
