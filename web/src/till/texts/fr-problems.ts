import type { SameTexts } from '../../ui/texts.ts'
import type { problem as en } from './en-problems.ts'

/** The same in French. */
export const problem: SameTexts<typeof en> = {
  other: 'Refusé ({{code}}). Donnez ce code à l’assistance.',
  offline: 'Aucune réponse. Vérifiez le réseau, puis appuyez à nouveau : rien n’est enregistré deux fois.',
  internal_error: 'Une erreur s’est produite chez nous. Réessayez dans un instant ; rien n’est enregistré deux fois.',
  service_unavailable:
    'Le service est momentanément saturé. Réessayez dans un instant ; rien n’est enregistré deux fois.',
  too_many_requests: 'Trop de requêtes depuis cette caisse. Attendez une minute.',
  budget_used_up: 'La limite du jour est atteinte, pour ce client ou pour votre enseigne. Réessayez demain.',
  malformed_request: 'Une valeur saisie n’est pas valable. Corrigez-la et réessayez.',
  unauthenticated: 'Cette clé n’est pas valable. Vérifiez qu’elle est collée en entier.',
  key_revoked: 'Cette clé a été révoquée. Demandez-en une nouvelle au siège.',
  key_expired: 'Cette clé a expiré. Demandez-en une nouvelle au siège.',
  scope_missing: 'Cette clé ne le permet pas ({{scope}}). Demandez-en une autre au siège.',
  partner_suspended: 'Cette enseigne n’attribue pas de points en ce moment. On peut toujours en utiliser.',
  partner_left: 'Cette enseigne a quitté la coalition. Rien ne peut plus être enregistré pour elle.',
  partner_leaving:
    'Cette enseigne quitte la coalition. Elle accepte les retours, mais n’attribue ni n’accepte plus de points.',
  redeeming_paused:
    'L’utilisation des points est suspendue pour tout le monde. Les achats en rapportent toujours. Appelez le siège.',
  no_earning_rule: 'Cette enseigne n’a pas encore de règle de gain. Appelez le siège.',
  no_redeem_rate: 'Cette enseigne n’a pas encore fixé la valeur des points dans cette devise. Appelez le siège.',
  member_unknown: 'Aucun client trouvé dans ce magasin. Scannez sa carte, ou remettez-lui-en une nouvelle.',
  identifier_unproven:
    'Cet e-mail ou ce téléphone n’a pas encore été confirmé : il permet seulement de cumuler des points. Pour les utiliser, scannez la carte.',
  identifier_malformed: 'Ce numéro n’est pas valable : un chiffre est erroné. Scannez à nouveau.',
  member_mismatch: 'Cette commande est celle d’un autre client.',
  purchase_unknown: 'Ce numéro de commande est inconnu ici. Laissez-le vide pour les derniers achats.',
  purchase_conflict: 'Ce numéro de commande a servi pour un autre achat.',
  return_conflict: 'Ce retour a déjà été enregistré avec un autre montant.',
  return_exceeds_purchase: 'Le montant dépasse l’achat : sur cette commande, il reste {{remainingMinor}} à rembourser.',
  return_before_purchase: 'La date du retour précède celle de l’achat. Vérifiez l’horloge de cet ordinateur.',
  occurred_in_future: 'L’horloge de cet ordinateur avance. Réglez-la.',
  amount_out_of_range: 'Ce montant n’est pas possible.',
  currency_mismatch: 'Cette enseigne vend en {{expected}}.',
  points_insufficient: 'Pas assez de points pour cela.',
  points_out_of_range: 'Ce nombre de points ne peut pas être utilisé en une seule fois.',
  holds_too_many: 'Trop de réservations pour ce client. Annulez-en une ou attendez qu’elle expire.',
  refusals_too_many: 'Le portefeuille du client a trop souvent retiré son accord. Réessayez d’ici un jour.',
  member_frozen: 'Le client, ou l’assistance, a bloqué ce compte. Le déblocage se fait depuis son espace.',
  account_moving: 'Le compte change de clé. Réessayez plus tard.',
  claim_not_burned:
    'Les points de ce bon ne sont pas encore définitivement débités. Patientez un instant, ou remettez la récompense à vos risques.',
  redemption_refused: 'Les points n’ont pas pu être débités. Le client les a récupérés : rien n’a été payé.',
  partner_holds_too_many: 'Trop de réservations en cours dans ce magasin. Annulez-en, ou attendez leur fin.',
  move_unknown: 'Aucun déplacement de ce compte n’est plus en attente.',
  nonces_used_up: 'Ce compte a atteint sa limite de signatures. Le client doit d’abord passer à une nouvelle clé.',
  hold_expired: 'La réservation a pris fin et les points sont libres. Réservez à nouveau.',
  redemption_unknown: 'Cette utilisation de points est introuvable.',
  redemption_voided: 'C’est déjà annulé.',
  redemption_captured: 'C’est déjà validé. Rendez les points au lieu d’annuler.',
  reference_reserved: 'Les références qui commencent par {{prefix}} ne peuvent pas servir ici. Prenez-en une autre.',
  redemption_conflict: 'Cette référence a servi pour une autre utilisation.',
  redemption_not_burned: 'Pas encore enregistré définitivement. Attendez un instant, puis rendez les points.',
  consent_missing: 'Le client n’a pas encore accepté.',
  consent_invalid: 'L’accord n’a pas pu être vérifié. Demandez au client de réessayer.',
  consent_kind_unavailable: 'Ce client ne peut pas donner son accord de cette façon : passez par son téléphone.',
  pin_unset: 'Cette carte n’a pas encore de code PIN. Le client peut en choisir un maintenant.',
  pin_set_already: 'Cette carte a déjà un code PIN. Il faut l’ancien pour le changer.',
  reset_code_needed:
    'Seule une carte neuve reçoit son code PIN ici. Sinon, le client demande un code de réinitialisation à l’assistance.',
  reset_code_wrong:
    'Ce code de réinitialisation est incorrect, déjà utilisé ou trop ancien. Le client peut en demander un autre à l’assistance.',
  pin_wrong: 'Code PIN incorrect. Essais restants : {{triesLeft}}.',
  pin_locked:
    'Trop de codes incorrects. La carte sera de nouveau utilisable ici à {{lockedUntil}} ; le téléphone fonctionne toujours.',
  pin_locked_for_good:
    'Trop de codes incorrects. Le client peut changer son code dans l’application ou dans un magasin où il fonctionne encore, ou s’adresser à l’assistance.',
  pin_tries_paused:
    'Des codes incorrects ont été saisis pour trop de cartes dans cette enseigne. Les codes y seront de nouveau acceptés à partir de {{pausedUntil}} ; le téléphone fonctionne dès maintenant.',
  pin_cap_reached:
    'Le plafond journalier du code PIN est dépassé. Il ne s’applique pas aux portefeuilles ni aux clés d’accès, sur le téléphone.',
  restoration_exceeds_redemption: 'Ce nombre dépasse les points utilisés et pas encore rendus.',
  restoration_out_of_time: 'Délai dépassé : les points peuvent être rendus pendant {{daysMax}} jours.',
  restoration_conflict: 'Déjà enregistré avec un autre nombre de points.',
  reward_unavailable: 'Cette récompense n’est pas disponible.',
  reward_out_of_stock: 'Épuisé.',
  reward_limit_reached: 'Ce client a atteint la limite pour cette récompense.',
  reward_unknown: 'Cette enseigne n’a pas cette récompense.',
  reward_basket_too_small: 'Le montant du panier est insuffisant pour cette récompense.',
  claim_unknown: 'Ce bon est introuvable. Vérifiez qu’il vient de cette enseigne.',
  claim_not_usable: 'Ce bon n’est plus utilisable. Ne remettez rien.',
}
