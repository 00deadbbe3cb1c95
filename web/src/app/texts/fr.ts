import type { SameTexts } from '../../ui/texts.ts'
import type { en } from './en.ts'

/** The same in French. */
export const fr: SameTexts<typeof en> = {
  offline: 'Pas de connexion pour le moment. Ce que vous voyez date peut-être un peu.',
  problem: {
    other: 'Cela n’a pas fonctionné ({{code}}). Réessayez dans un instant.',
    internal_error: 'Une erreur s’est produite chez nous. Réessayez dans un instant.',
    offline: 'Pas de connexion. Réessayez quand vous serez de nouveau en ligne.',
    service_unavailable: 'Nous ne pouvons pas répondre pour le moment. Rien n’a changé ; réessayez.',
    too_many_requests: 'Cela fait beaucoup à la fois. Patientez une minute.',
    malformed_request: 'Quelque chose ne convient pas dans ce formulaire. Vérifiez votre saisie.',
    signed_out: 'Vous êtes déconnecté. Reconnectez-vous.',
    sign_in_failed:
      'Ces éléments ne vont pas ensemble. Vérifiez le numéro de carte et le code PIN, ou connectez-vous autrement.',
    origin_refused: 'Cette page a été ouverte depuis une adresse inconnue. Ouvrez-la de nouveau.',
    account_closed: 'Ces points sont passés à une nouvelle clé. Connectez-vous avec elle.',
    account_moving: 'Vos points sont en route vers votre nouvelle clé. Réessayez dans un instant.',
    account_used: 'Cette clé a déjà eu des points. Choisissez-en une nouvelle.',
    account_signature_invalid: 'La signature ne convient pas. Réessayez avec la bonne clé.',
    stronger_proof_needed: 'Confirmez avec votre code PIN, votre clé d’accès ou votre portefeuille.',
    identifier_malformed: 'Ce numéro de carte contient une erreur. Vérifiez les chiffres.',
    member_unknown: 'Nous ne connaissons pas ce membre.',
    member_frozen: 'Vos points sont bloqués. Débloquez-les d’abord dans votre compte.',
    wallet_taken: 'Ce portefeuille appartient déjà à un membre.',
    wallet_proof_invalid: 'La signature n’a pas pu être vérifiée. Réessayez.',
    passkey_invalid: 'La réponse de la clé d’accès n’a pas pu être vérifiée. Réessayez.',
    passkey_taken: 'Cette clé d’accès appartient déjà à un membre. Connectez-vous avec elle.',
    pin_unset: 'Vous n’avez pas encore de code PIN. Définissez-le dans votre compte ou en caisse.',
    pin_set_already: 'Vous avez déjà un code PIN. Changez-le avec l’ancien.',
    pin_wrong: 'Le code PIN est faux. Essais restants : {{triesLeft}}.',
    pin_locked: 'Trop de codes PIN faux. Patientez jusqu’à {{lockedUntil}}.',
    pin_locked_for_good: 'Trop de codes PIN faux. Demandez-nous de réinitialiser votre code.',
    pin_cap_reached:
      'Avec votre code PIN, vous pouvez utiliser {{pointsPerDayMax}} points par jour ; il en reste {{pointsLeft}} aujourd’hui.',
    points_insufficient: 'Vous n’avez pas assez de points : {{pointsAvailable}} sont utilisables maintenant.',
    holds_too_many: 'Trop de demandes sont ouvertes. Répondez à l’une d’elles ou patientez quelques minutes.',
    refusals_too_many:
      'Votre portefeuille est trop souvent revenu sur son accord. Vous pourrez à nouveau utiliser des points à partir du {{pausedUntil}}.',
    hold_expired: 'Le délai est écoulé. Rien n’a été utilisé ; recommencez la demande.',
    redemption_unknown: 'Cette demande n’est pas connue, ou ne l’est plus.',
    redemption_voided: 'Le magasin a retiré cette demande. Rien n’a été utilisé.',
    redemption_captured: 'C’est déjà fait.',
    consent_invalid: 'La signature ne correspond pas à cette demande. Réessayez avec la bonne clé.',
    consent_kind_unavailable: 'Vous ne pouvez pas confirmer ainsi. Utilisez le moyen avec lequel vous vous connectez.',
    approval_unknown: 'Ce lien n’est pas valable, ou ne l’est plus. Demandez-en un nouveau en caisse.',
    reward_unknown: 'Cette récompense n’existe pas.',
    reward_unavailable: 'Cette récompense n’est pas disponible pour le moment.',
    reward_out_of_stock: 'Cette récompense est épuisée.',
    reward_limit_reached: 'Vous avez déjà eu cette récompense autant de fois que possible.',
    reward_basket_too_small: 'Votre panier est trop petit pour cette récompense.',
    recovery_unknown: 'Plus personne ne demande à déplacer vos points.',
    recovery_pending: 'Quelqu’un demande à déplacer vos points. Répondez d’abord à cela.',
    receipt_unknown: 'Nous ne connaissons pas ce ticket.',
    receipt_pending: 'Ce ticket est en préparation. Revenez dans quelques secondes.',
    wallet_missing:
      'Il n’y a pas de portefeuille dans ce navigateur. Ouvrez cette page dans celui de votre portefeuille.',
    wallet_refused: 'Vous avez refusé dans votre portefeuille. Rien n’a changé.',
    wallet_other_account:
      'Votre portefeuille est ouvert avec un autre compte. Choisissez celui de vos points et réessayez.',
    wallet_failed: 'Votre portefeuille n’a pas pu le faire. Réessayez.',
    passkey_unsupported: 'Ce navigateur ne sait pas utiliser les clés d’accès.',
    passkey_refused: 'La clé d’accès n’a pas été utilisée. Rien n’a changé ; vous pouvez réessayer.',
    order_altered:
      'Ce qui devait être signé n’est pas ce qui est affiché ; rien n’a donc été signé. Merci de nous prévenir.',
  },
}
