import type { SameTexts } from '../../ui/texts.ts'
import type { en } from './en.ts'
import { acts, timing } from './fr-acts.ts'
import { packActs, packProblems, packs } from './fr-packs.ts'
import { flows } from './fr-flows.ts'
import { pages } from './fr-pages.ts'

/** The same in French. */
export const fr: SameTexts<typeof en> = {
  ...pages,
  packs,
  flows,
  acts: { ...acts, ...packActs },
  timing,
  brand: 'Opérateur {{coalition}}',
  title: 'Opérateur',
  leave: 'Déconnecter',
  unit: { one: 'point', other: 'points' },
  connect: {
    title: 'Se connecter comme opérateur',
    about:
      'Partenaires, compensation, contestations et sécurité des membres : l’espace de ceux qui gèrent la coalition.',
    key: 'Clé d’API de l’opérateur',
    kept: 'Gardée dans cet onglet seulement, effacée quand vous le fermez ou vous déconnectez.',
    show: 'Afficher la clé',
    go: 'Connecter',
    where: 'Le serveur a écrit la première clé dans son dossier de données :',
    power:
      'Cette clé permet de tout changer chez tous les partenaires. Ne l’utilisez que sur un ordinateur de confiance.',
  },
  settlement: {
    title: 'Devise de règlement',
    about:
      'La devise dans laquelle ce partenaire paie et est payé. Les relevés restent en {{clearing}} et sont convertis au cours signé du dernier jour du mois.',
    now: 'Actuellement : {{currency}}.',
    none: 'Elle n’a jamais changé.',
    change: 'Changer la devise de règlement',
    from: 'À partir du mois',
    currency: 'Devise',
    set: 'Fixée le',
  },
  partners: {
    title: 'Partenaires',
    about: 'Ouvrez un partenaire pour son plafond, ses prix, ses règles de gain, ses taux d’utilisation et ses clés.',
    none: 'Il n’y a pas encore de partenaire.',
    more: 'Afficher plus de partenaires',
    number: 'Partenaire {{id}} · {{currency}}',
    issuable: 'Peut émettre {{points}} maintenant',
    left: 'Encore {{points}} à émettre',
    status: { active: 'Actif', suspended: 'Suspendu', left: 'Parti' },
  },
  partner: {
    title: 'Partenaire',
    back: 'Tous les partenaires',
    issuable: 'Émission possible maintenant',
    terms: 'Gagner et utiliser des points',
    newCurrency: 'Une autre devise',
    newCurrencyAbout: 'Le partenaire y vend dès qu’il a une règle de gain.',
    choose: 'Choisissez une devise',
    addCurrency: 'Ajouter',
  },
  form: { review: 'Vérifier', wholeUnreadable: 'Saisissez un nombre entier à partir de 1' },
  problem: {
    ...packProblems,
    other: 'Refusé. {{said}}',
    offline: 'Pas de réponse. Vérifiez le réseau, puis la page avant de renvoyer : l’envoi a pu aboutir.',
    internal_error:
      'Une erreur s’est produite sur le serveur. Vérifiez la page avant de renvoyer : l’envoi a pu aboutir.',
    service_unavailable: 'Le serveur est momentanément saturé. Rien n’a changé ; réessayez dans un instant.',
    too_many_requests: 'Trop de requêtes avec cette clé. Patientez une minute.',
    malformed_request: 'Une saisie n’est pas valable. {{said}}',
    unauthenticated: 'Cette clé n’est pas valable. Vérifiez que vous l’avez collée en entier.',
    key_revoked: 'Cette clé a été révoquée. Connectez-vous avec une autre.',
    key_expired: 'Cette clé a expiré. Connectez-vous avec une autre.',
    scope_missing: 'Ce n’est pas une clé d’opérateur, ou il lui manque le droit {{scope}}.',
    partner_unknown: 'Aucun partenaire ne porte ce numéro.',
    partner_leaving: 'Ce partenaire est en train de partir : son plafond ne peut qu’être abaissé.',
    partner_left: 'Ce partenaire a quitté la coalition.',
    amount_out_of_range: 'Un chiffre est hors limites. Rien n’a changé.',
    allowance_out_of_range: 'Le chiffre doit être compris entre {{pointsMin}} et {{pointsMax}}. Rien n’a changé.',
    valid_from_in_past: 'Ce moment est déjà passé. Choisissez-en un plus tardif, ou « Maintenant ». Rien n’a changé.',
    price_month_passed: 'Les prix valent au plus tôt à partir de {{monthMin}} : un mois commencé ne change jamais.',
    price_month_out_of_order:
      'Le registre a des prix à partir de {{lastMonth}} : les nouveaux valent à partir de ce mois ou plus tard.',
    currency_month_passed:
      'Une devise de règlement vaut au plus tôt à partir de {{monthMin}} : un mois commencé ne change jamais.',
    statement_waits:
      'Ce relevé attend : il n’y a pas de cours de {{currency}} pour {{month}}. Importez-en un, puis clôturez le mois à nouveau.',
    month_not_over: 'Ce mois peut être clos à partir du {{closesAt}} : deux jours après sa fin.',
    month_not_final: 'Le registre n’a pas encore de bloc définitif après ce mois. Réessayez plus tard.',
    month_out_of_order: 'Les mois sont clos dans l’ordre : commencez par {{monthExpected}}.',
    month_figures_differ:
      'Le registre a compté d’autres points pour le partenaire {{partnerId}} ({{figure}} : {{counted}}) que les transactions suivies ({{followed}}). Rien n’a été signé : cherchez d’abord la cause.',
    statement_unknown: 'Il n’y a pas de relevé pour ce partenaire et ce mois.',
    statement_unpayable: 'Rien n’est à payer pour ce relevé, ou son paiement est déjà enregistré.',
    position_not_closed: 'Le registre n’a pas encore de position pour ce mois. Réessayez dans quelques minutes.',
    position_undisputed: 'Ce mois n’est plus contesté.',
    clearing_act_waits: 'Un autre acte sur ce mois est en route vers le registre. Réessayez une fois qu’il y est.',
    second_person_needed: 'Une deuxième personne doit en décider, avec une clé qui n’est pas la vôtre.',
    proposal_closed: 'Cette proposition est close ({{state}}).',
    proposal_unknown: 'Cette proposition n’existe pas, ou ce n’est pas à vous de l’exécuter.',
    proposals_too_many: 'Trop de propositions de cette clé attendent déjà.',
    member_unknown: 'Aucun membre n’a cet identifiant.',
    recovery_unknown: 'Aucune récupération de ce compte n’est en cours.',
    recovery_pending: 'Une récupération de ce compte est déjà en cours.',
    recovery_not_ready: 'Le délai n’est pas encore écoulé.',
    account_used: 'Cette clé a déjà eu des points. Choisissez-en une qui n’en a jamais eu.',
    account_closed: 'Les points de ce compte sont passés à une autre clé.',
    account_signature_invalid: 'La signature ne correspond pas. Faites signer de nouveau avec la nouvelle clé.',
    operation_unknown: 'Cet appel n’est plus annoncé : il a été exécuté, annulé, ou il a expiré.',
    key_unknown: 'Cette clé n’existe pas.',
    answer_not_kept: 'C’est déjà fait. Regardez la page.',
  },
}
