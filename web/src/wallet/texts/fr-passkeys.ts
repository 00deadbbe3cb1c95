import type { SameTexts } from '../../ui/texts.ts'
import type { passkeys as en } from './en-passkeys.ts'

/** The same in French. */
export const passkeys: SameTexts<typeof en> = {
  title: 'Confirmer un déplacement avec une clé d’accès',
  about:
    'Un déplacement de vos points attend quelques jours, au cas où il ne viendrait pas de vous. Avec une clé d’accès ajoutée dès maintenant, vous pourrez confirmer aussitôt un prochain déplacement.',
  add: 'Ajouter une clé d’accès',
  ready: 'Ajoutée le {{added}}. Elle peut confirmer un déplacement.',
  waits:
    'Ajoutée le {{added}}. Elle pourra confirmer les déplacements demandés après le {{moment}}. Si ce n’est pas vous, supprimez-la maintenant et changez votre code PIN.',
  remove: 'Supprimer',
  removeOf: 'Supprimer la clé d’accès ajoutée le {{added}}',
  warning:
    'Quelqu’un qui connaît votre numéro de carte et votre code PIN a ajouté une clé d’accès. Après le {{moment}}, elle pourra confirmer un déplacement de vos points. Si ce n’est pas vous, supprimez-la maintenant et changez votre code PIN.',
  warningTitle: 'Une clé d’accès a été ajoutée',
}
