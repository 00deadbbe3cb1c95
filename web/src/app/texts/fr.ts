import type { SameTexts } from '../../ui/texts.ts'
import type { en } from './en.ts'

/** The same in French. */
export const fr: SameTexts<typeof en> = {
  waiting: 'Un instant…',
  notFound: {
    title: 'Page introuvable',
    text: 'Il n’y a pas de page à cette adresse. Elle a peut-être changé, ou le lien est incomplet.',
    home: 'Aller à la première page',
  },
  retry: 'Réessayer',
  theme: { label: 'Apparence', auto: 'Auto', light: 'Clair', dark: 'Sombre' },
  offline: 'Vous êtes hors ligne. Les informations affichées ne sont peut-être pas à jour.',
  problem: {
    other: 'Une erreur s’est produite ({{code}}). Réessayez dans un instant.',
    internal_error: 'Une erreur s’est produite chez nous. Réessayez dans un instant.',
    offline: 'Vous êtes hors ligne. Réessayez une fois reconnecté.',
    service_unavailable: 'Le service est momentanément saturé. Rien n’a changé ; réessayez.',
    too_many_requests: 'Trop de demandes. Patientez une minute, puis réessayez.',
    budget_used_up: 'La limite du jour est atteinte. Réessayez demain.',
    malformed_request: 'Le formulaire contient une erreur. Vérifiez votre saisie.',
    signed_out: 'Votre session est fermée. Reconnectez-vous.',
    sign_in_failed:
      'Ces informations ne correspondent pas. Vérifiez le numéro de carte et le code PIN, ou connectez-vous autrement.',
    origin_refused: 'Cette page a été ouverte depuis une adresse inconnue. Ouvrez-la depuis notre site.',
    account_closed: 'Ces points ont été déplacés vers une nouvelle clé. Utilisez-la pour vous connecter.',
    account_moving: 'Vos points sont en cours de déplacement vers votre nouvelle clé. Réessayez dans un instant.',
    account_used: 'Cette clé a déjà servi pour des points. Choisissez-en une nouvelle.',
    account_signature_invalid: 'La signature ne correspond pas. Réessayez avec la bonne clé.',
    stronger_proof_needed: 'Confirmez avec votre code PIN, votre clé d’accès ou votre portefeuille.',
    identifier_malformed: 'Cette saisie semble incorrecte. Vérifiez chaque lettre et chaque chiffre.',
    identifiers_too_many: 'Vous avez déjà confirmé {{identifiersMax}} adresses et numéros.',
    channel_unavailable: 'Nous ne pouvons pas y envoyer de messages pour le moment.',
    contact_unknown: 'Aucun de vos contacts de ce type ne reçoit les alertes.',
    contact_too_new: 'Ce contact est trop récent. Il pourra confirmer un déplacement à partir du {{usableAt}}.',
    code_wrong: 'Ce code est incorrect ou a expiré. Demandez-en un nouveau.',
    member_unknown: 'Ce membre est introuvable.',
    member_frozen: 'Vos points sont bloqués. Débloquez-les d’abord dans votre compte.',
    wallet_taken: 'Ce portefeuille appartient déjà à un membre.',
    wallet_proof_invalid: 'La signature n’a pas pu être vérifiée. Réessayez.',
    passkey_invalid: 'La clé d’accès n’a pas pu être vérifiée. Réessayez.',
    passkey_taken: 'Cette clé d’accès appartient déjà à un membre. Utilisez-la pour vous connecter.',
    pin_unset: 'Vous n’avez pas encore de code PIN. Définissez-le dans votre compte ou en caisse.',
    pin_set_already: 'Vous avez déjà un code PIN. Saisissez-le pour en choisir un nouveau.',
    pin_wrong: 'Code PIN incorrect. Essais restants : {{triesLeft}}.',
    pin_locked: 'Trop de codes PIN incorrects. Réessayez après {{lockedUntil}}.',
    pin_locked_for_good:
      'Trop de codes PIN incorrects. Changez votre code là où il fonctionne encore, ou contactez-nous pour le réinitialiser.',
    pin_tries_paused:
      'Les codes PIN sont suspendus dans ce magasin jusqu’au {{pausedUntil}}. Connectez-vous sur votre téléphone pour donner votre accord.',
    pin_cap_reached:
      'Avec votre code PIN, vous pouvez utiliser {{pointsPerDayMax}} points par jour ; il en reste {{pointsLeft}} aujourd’hui.',
    points_insufficient: 'Pas assez de points : vous pouvez en utiliser {{pointsAvailable}} maintenant.',
    redemption_refused: 'Le paiement n’a pas abouti. Vous avez récupéré vos points.',
    holds_too_many: 'Trop de demandes sont en cours. Répondez à l’une d’elles ou patientez quelques minutes.',
    redeeming_paused:
      'L’utilisation des points est suspendue pour tout le monde. Vos points ne risquent rien ; réessayez plus tard.',
    partner_leaving:
      'Cette enseigne nous quitte : vous ne pouvez plus y utiliser vos points. Ils restent valables partout ailleurs.',
    refusals_too_many:
      'Votre portefeuille a trop souvent retiré son accord. Vous pourrez à nouveau utiliser des points à partir du {{pausedUntil}}.',
    hold_expired: 'Cette demande a expiré. Aucun point n’a été utilisé ; recommencez.',
    redemption_unknown: 'Cette demande n’existe pas ou est terminée.',
    redemption_voided: 'Le magasin a annulé cette demande. Aucun point n’a été utilisé.',
    redemption_captured: 'C’est déjà fait.',
    consent_invalid: 'La signature ne correspond pas à cette demande. Réessayez avec la bonne clé.',
    consent_kind_unavailable:
      'Vous ne pouvez pas confirmer de cette façon. Confirmez de la même façon que vous vous connectez.',
    approval_unknown: 'Ce lien n’est pas valable ou a expiré. Demandez-en un nouveau en caisse.',
    reward_unknown: 'Cette récompense n’existe pas.',
    reward_unavailable: 'Cette récompense n’est pas disponible pour le moment.',
    reward_out_of_stock: 'Cette récompense est épuisée.',
    reward_limit_reached: 'Vous avez atteint la limite pour cette récompense.',
    reward_basket_too_small: 'Le montant de votre panier est insuffisant pour cette récompense.',
    recovery_unknown: 'La demande de déplacement de vos points est terminée.',
    passkey_too_young:
      'Cette clé d’accès est trop récente pour confirmer ce déplacement. Il aura lieu à la fin de l’attente.',
    passkey_unknown: 'Aucune de vos clés d’accès ne peut confirmer ce déplacement.',
    passkeys_too_many: 'Vous avez atteint le nombre maximal de clés d’accès. Supprimez-en une d’abord.',
    erasure_blocked: 'Une de vos opérations est encore en cours. Réessayez plus tard.',
    erasure_pending: 'La suppression de votre compte a déjà été demandée.',
    erasure_points_differ: 'Votre solde a changé entre-temps. Vérifiez-le et confirmez le nouveau nombre de points.',
    erasure_unknown: 'Plus aucune suppression de votre compte n’est en attente.',
    session_not_fresh: 'Déconnectez-vous, reconnectez-vous, puis recommencez dans les 10 minutes.',
    move_unknown: 'Plus aucun déplacement de vos points n’est en attente.',
    recovery_pending: 'Quelqu’un demande à déplacer vos points. Répondez d’abord à cette demande.',
    slip_unknown:
      'Ticket introuvable. Sa caisse n’est peut-être pas encore reconnectée : réessayez plus tard, ou scannez le code QR.',
    slip_invalid: 'Ce ticket n’est pas valable. Renseignez-vous en magasin.',
    slip_conflict: 'Un autre ticket porte déjà ce numéro. Renseignez-vous en magasin.',
    slip_expired: 'Trop tard : les points d’un ticket peuvent être récupérés pendant {{daysMax}} jours.',
    slip_collected: 'Les points de ce ticket ont déjà été récupérés.',
    slip_voided: 'Les articles de ce ticket ont été rendus : il ne donne pas de points.',
    receipt_unknown: 'Ce reçu est introuvable.',
    receipt_pending: 'Ce reçu n’est pas encore prêt. Réessayez dans quelques secondes.',
    wallet_missing:
      'Aucun portefeuille dans ce navigateur. Ouvrez cette page dans le navigateur de votre portefeuille.',
    wallet_refused: 'Vous avez refusé la demande dans votre portefeuille. Rien n’a changé.',
    wallet_other_account: 'Votre portefeuille utilise un autre compte. Choisissez celui de vos points, puis réessayez.',
    wallet_failed: 'Votre portefeuille a signalé une erreur. Réessayez.',
    passkey_unsupported: 'Ce navigateur ne prend pas en charge les clés d’accès.',
    passkey_refused: 'La clé d’accès n’a pas été utilisée. Rien n’a changé ; vous pouvez réessayer.',
    challenge_altered:
      'Le site a demandé autre chose qu’une connexion, donc rien n’a été signé. Merci de nous le signaler.',
    order_altered:
      'Les données à signer ne correspondaient pas à l’affichage ; rien n’a été signé. Merci de nous prévenir.',
  },
}
