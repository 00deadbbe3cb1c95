import type { SameTexts } from '../../ui/texts.ts'
import type { approvals as en } from './en-approvals.ts'

/** The same texts in French. */
export const approvals: SameTexts<typeof en> = {
  title: 'Qui confirme les relevés',
  now: {
    one: 'Une seule personne suffit : un responsable, les finances, ou une clé API qui en a le droit.',
    two: 'Deux personnes : l’une le demande, un autre responsable ou les finances approuve dans les 72 heures. Les clés API n’en confirment aucun.',
  },
  waiting: 'En attente d’une deuxième personne',
  what: {
    confirmation: 'Confirmer que le relevé de {{month}} a été payé, avec la référence « {{reference}} ».',
    single_approval: 'Désormais, une seule personne suffit pour confirmer un relevé.',
  },
  by: 'Demandé par {{name}} le {{time}}.',
  nobody: 'quelqu’un qui a été retiré depuis',
  othersMust: 'Un autre responsable, ou les finances, doit l’approuver avant le {{time}}.',
  youMay: 'Un autre responsable, ou une autre personne des finances, doit l’approuver avant le {{time}}.',
  approve: {
    start: 'Approuver',
    title: 'Approuver cette demande ?',
    words: 'Elle est exécutée aussitôt, et votre nom figure au journal d’audit à côté du sien.',
    go: 'L’approuver',
  },
  reject: {
    start: 'Rejeter',
    title: 'Rejeter cette demande ?',
    words: 'Rien n’est fait. Elle peut être faite de nouveau.',
    go: 'La rejeter',
  },
  takeBack: {
    start: 'La retirer',
    title: 'Retirer votre demande ?',
    words: 'Rien n’est fait. Vous pourrez la refaire.',
    go: 'La retirer',
  },
  one: {
    start: 'Demander qu’une seule personne suffise',
    title: 'Demander qu’une seule personne suffise ?',
    words: 'Cela ne vaut qu’une fois approuvé par un autre responsable ou par les finances.',
    go: 'Le demander',
  },
  two: {
    start: 'Faire confirmer par deux personnes',
    title: 'Faire confirmer chaque relevé par deux personnes ?',
    words:
      'Cela vaut aussitôt. Qui confirme un relevé ne fait alors que le demander, une autre personne approuve, et les clés API n’en confirment aucun. Pour revenir à une personne, il en faut deux aussi.',
    go: 'Faire confirmer par deux personnes',
  },
}
