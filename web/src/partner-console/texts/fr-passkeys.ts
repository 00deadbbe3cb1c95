import type { SameTexts } from '../../ui/texts.ts'
import type { passkeys as en } from './en-passkeys.ts'

/** The same texts in French. */
export const passkeys: SameTexts<typeof en> = {
  title: 'Clés d’accès',
  about:
    'Avec une clé d’accès, vous vous connectez par empreinte, visage ou code de votre appareil, sans attendre d’e-mail. Ajoutez-en une dans les 15 minutes qui suivent une connexion.',
  none: 'Vous n’avez pas encore de clé d’accès.',
  add: 'Ajouter une clé d’accès de cet appareil',
  added: 'Ajoutée le {{time}}',
  used: 'Dernière utilisation le {{time}}',
  unused: 'Pas encore utilisée',
  remove: 'Retirer',
  removeOf: 'Retirer la clé d’accès ajoutée le {{time}}',
  removeSure: 'Oui, la retirer',
  or: 'ou',
  signIn: 'Se connecter avec une clé d’accès',
  signInAbout: 'Si vous en avez ajouté une sur la page « Vous ».',
}
