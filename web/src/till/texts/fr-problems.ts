import type { SameTexts } from '../../ui/texts.ts'
import type { problem as en } from './en-problems.ts'

/** The same in French. */
export const problem: SameTexts<typeof en> = {
  other: 'L’opération n’a pas abouti. Donnez ce code à l’assistance : {{code}}.',
  offline: 'Aucune réponse. Vérifiez le réseau, puis appuyez à nouveau. Rien n’est enregistré deux fois.',
  internal_error: 'Une erreur s’est produite chez nous. Réessayez dans un instant. Rien n’est enregistré deux fois.',
  service_unavailable:
    'Le service est momentanément saturé. Réessayez dans un instant. Rien n’est enregistré deux fois.',
  too_many_requests: 'Trop de demandes depuis cette caisse. Attendez une minute, puis réessayez.',
  budget_used_up: 'La limite du jour est atteinte, pour ce client ou pour ce magasin. Réessayez demain.',
  malformed_request: 'Une valeur saisie n’est pas valable. Corrigez-la et réessayez.',
  unauthenticated: 'Cette clé n’est pas valable. Vérifiez qu’elle est collée en entier.',
  key_revoked: 'La clé de cette caisse a été retirée. Demandez-en une nouvelle à votre siège.',
  key_expired: 'La clé de cette caisse a expiré. Demandez-en une nouvelle à votre siège.',
  scope_missing: 'Cette caisse n’y est pas autorisée. Demandez à votre siège une clé qui le permet.',
  partner_suspended: 'Cette enseigne n’attribue pas de points en ce moment. Les clients peuvent utiliser les leurs.',
  partner_left: 'Cette enseigne a quitté le programme. Plus rien ne peut être enregistré pour elle.',
  partner_leaving:
    'Cette enseigne quitte le programme. Elle accepte encore les retours, mais n’attribue ni n’accepte plus de points.',
  redeeming_paused: 'L’utilisation des points est suspendue pour tout le monde. Les achats en rapportent toujours.',
  no_earning_rule: 'Les achats dans cette devise ne rapportent pas encore de points. Appelez votre siège.',
  no_redeem_rate: 'Les points ne sont pas encore utilisables dans cette devise. Appelez votre siège.',
  member_unknown: 'Client introuvable. Scannez la carte, ou donnez-en une nouvelle.',
  identifier_unproven:
    'Cet e-mail ou ce téléphone n’est pas encore confirmé : il ne fait que cumuler des points. Scannez la carte pour les utiliser.',
  identifier_malformed: 'Un chiffre est erroné. Scannez à nouveau la carte, ou vérifiez le numéro.',
  identifier_malformed_phone: 'Ce numéro de téléphone n’existe pas. Vérifiez-le avec le client.',
  identifier_malformed_email: 'Ce n’est pas une adresse e-mail. Vérifiez-la avec le client.',
  phone_needs_country:
    'Saisissez le numéro avec son indicatif, par exemple +33. Votre siège peut indiquer le pays de vos magasins ; il ne sera alors plus nécessaire.',
  member_mismatch: 'Cette commande est celle d’un autre client.',
  purchase_unknown: 'Commande introuvable. Vérifiez le numéro, ou laissez-le vide pour les derniers achats.',
  purchase_conflict: 'Ce numéro de commande a servi pour un autre achat.',
  return_conflict: 'Ce retour a déjà été enregistré avec un autre montant.',
  return_exceeds_purchase: 'C’est trop. Pour cette commande, on peut encore rembourser {{remainingMinor}}.',
  return_exceeds_purchase_whole: 'Cette commande a déjà été entièrement remboursée.',
  return_before_purchase: 'Le retour serait antérieur à l’achat. Vérifiez l’horloge de cet ordinateur.',
  occurred_in_future: 'L’horloge de cet ordinateur avance. Réglez-la, puis réessayez.',
  amount_out_of_range: 'Ce montant est trop élevé. Vérifiez-le.',
  occurred_too_long_ago:
    'La date de cette vente est trop ancienne : l’horloge de la caisse était fausse. Transmettez-la au siège sur papier.',
  currency_mismatch: 'Cette enseigne vend en {{expected}}.',
  points_insufficient: 'Pas assez de points pour cela.',
  points_out_of_range: 'On ne peut pas utiliser autant de points en une seule fois.',
  holds_too_many:
    'Trop d’utilisations de points sont en attente pour ce client. Annulez-en une, ou attendez quelques minutes.',
  refusals_too_many: 'Le portefeuille du client a trop souvent retiré son accord. Réessayez d’ici un jour.',
  member_frozen: 'Ce compte est bloqué, par le client ou par l’assistance. Le client peut le débloquer dans l’appli.',
  account_moving: 'Le client est en train de déplacer ce compte. Réessayez dans quelques minutes.',
  claim_not_burned:
    'Les points de ce bon ne sont pas encore définitivement débités. Patientez un instant, ou remettez la récompense : le risque est alors pour votre magasin.',
  redemption_refused: 'L’opération a échoué et le client a récupéré ses points. Rien n’a été payé.',
  partner_holds_too_many:
    'Trop d’utilisations de points sont en attente dans ce magasin. Annulez-en, ou attendez quelques minutes.',
  move_unknown: 'Il n’y a plus de déplacement à refuser.',
  nonces_used_up: 'Ce compte ne peut plus utiliser de points. Le client doit le déplacer vers un nouveau dans l’appli.',
  hold_expired: 'Le temps est écoulé et le client a récupéré ses points. Recommencez.',
  redemption_unknown: 'Cette utilisation de points est introuvable.',
  redemption_voided: 'C’est déjà annulé.',
  redemption_captured: 'C’est déjà validé. Rendez les points au lieu d’annuler.',
  reference_reserved: 'Les numéros qui commencent par {{prefix}} ne peuvent pas servir ici. Prenez-en un autre.',
  redemption_conflict: 'Ce numéro a servi pour une autre utilisation de points.',
  redemption_not_burned:
    'L’opération est encore en cours d’enregistrement. Attendez un instant, puis rendez les points.',
  consent_missing: 'Le client n’a pas encore accepté.',
  consent_invalid: 'L’accord n’a pas pu être vérifié. Demandez au client de réessayer.',
  consent_kind_unavailable: 'Ce client ne peut pas donner son accord de cette façon : passez par son téléphone.',
  pin_unset: 'Cette carte n’a pas encore de code PIN. Le client peut en choisir un maintenant.',
  pin_set_already: 'Cette carte a déjà un code PIN. Pour le changer, le client a besoin de l’actuel.',
  reset_code_needed:
    'Seule une carte neuve reçoit son code PIN ici. Sinon, le client demande un code de réinitialisation à l’assistance.',
  reset_code_wrong:
    'Ce code de réinitialisation est incorrect, déjà utilisé ou trop ancien. Le client peut en demander un autre à l’assistance.',
  pin_wrong: 'Code PIN incorrect. Essais restants : {{triesLeft}}.',
  pin_locked:
    'Trop de codes incorrects. La carte sera de nouveau utilisable ici à {{lockedUntil}} ; le téléphone fonctionne dès maintenant.',
  pin_locked_for_good:
    'Trop de codes incorrects. Le client peut changer son code dans l’appli ou dans un magasin où il fonctionne encore, ou s’adresser à l’assistance.',
  pin_tries_paused:
    'Des codes incorrects ont été saisis pour trop de cartes dans cette enseigne. Les codes y seront de nouveau acceptés à partir de {{pausedUntil}} ; le téléphone fonctionne dès maintenant.',
  pin_cap_reached: 'C’est plus qu’un code PIN ne permet de dépenser en un jour. Le téléphone n’a pas cette limite.',
  restoration_exceeds_redemption: 'C’est plus qu’il ne reste à rendre.',
  restoration_out_of_time: 'Délai dépassé. Les points peuvent être rendus pendant {{daysMax}} jours.',
  restoration_conflict: 'Déjà enregistré avec un autre nombre de points.',
  reward_unavailable: 'Cette récompense n’est pas disponible en ce moment.',
  reward_out_of_stock: 'Cette récompense est épuisée.',
  reward_limit_reached: 'Ce client a déjà eu cette récompense autant de fois que permis.',
  reward_unknown: 'Cette enseigne n’a pas cette récompense.',
  reward_basket_too_small: 'Le panier est trop petit pour cette récompense.',
  till_unknown: 'Cette caisse a été retirée. Contactez le siège, ou préparez-la de nouveau.',
  tills_too_many: 'Votre magasin a déjà {{tillsMax}} caisses préparées. Demandez au siège d’en retirer.',
  till_key_invalid: 'Ce navigateur n’a pas pu créer de clé pour la caisse. Utilisez-en un autre.',
  slip_unknown:
    'Ticket introuvable : sa caisse n’est peut-être pas encore reconnectée, ou il vient d’une autre enseigne.',
  slip_invalid: 'Ce ticket n’a pas été imprimé par une caisse en service de cette enseigne.',
  slip_conflict: 'Un autre ticket porte déjà ce numéro. Montrez les deux au siège.',
  slip_expired: 'Trop tard : les points d’un ticket peuvent être récupérés pendant {{daysMax}} jours.',
  slip_collected: 'Les points de ce ticket ont déjà été récupérés.',
  slip_voided: 'Les articles de ce ticket ont été rendus. Il ne donne pas de points.',
  claim_unknown: 'Bon introuvable. Vérifiez qu’il vient de cette enseigne.',
  claim_not_usable: 'Ce bon n’est plus utilisable. Ne remettez rien.',
}
