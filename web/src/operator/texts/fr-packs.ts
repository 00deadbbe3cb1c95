import type { SameTexts } from '../../ui/texts.ts'
import type { packActs as enActs, packProblems as enProblems, packs as enPacks } from './en-packs.ts'

/** The same in French. */
export const packs: SameTexts<typeof enPacks> = {
  title: 'Forfaits prépayés',
  about:
    'Des points que le partenaire achète d’avance. Un forfait payé relève son plafond ; les forfaits servent dans l’ordre de leur date de début. Le prix d’émission doit être nul entre-temps : le partenaire paierait deux fois.',
  none: 'Ce partenaire n’a pas de forfait.',
  left: 'Points restant dans les forfaits',
  alert: 'Alerter quand il en reste',
  never: 'Jamais',
  low: 'Il ne reste que {{points}} : le partenaire est alerté, et il lui faudra bientôt un autre forfait.',
  uncovered: '{{points}} ont été émis au-delà de tous les forfaits : le prochain les paiera.',
  pack: 'Forfait',
  from: 'À partir du {{day}}',
  points: 'Points',
  used: 'Utilisés',
  leftOf: 'Restants',
  toPay: 'À payer, TVA comprise',
  standing: 'État',
  state: { ordered: 'À payer', paid: 'Payé', cancelled: 'Annulé' },
  paidBy: '{{day}}, {{reference}}',
  pay: 'Enregistrer le paiement',
  payOf: 'Enregistrer le paiement de {{number}}',
  cancel: 'Annuler',
  cancelOf: 'Annuler {{number}}',
  order: 'Commander un forfait',
  newPoints: 'Points du forfait',
  newPrice: 'Prix en unités mineures, hors TVA',
  newStart: 'Début',
  review: 'Vérifier la commande',
  reference: 'Référence du paiement',
  paidOn: 'Payé le',
  reviewPayment: 'Vérifier le paiement',
  close: 'Fermer',
  warning: 'Alerter le partenaire',
  reviewAlert: 'Vérifier l’alerte',
  alertOff: 'Ne pas alerter',
}

/** Acts about packs, in French. */
export const packActs: SameTexts<typeof enActs> = {
  packOrder: {
    title: 'Commander un forfait pour {{partner}} ?',
    words:
      '{{partner}} commande {{points}} pour {{price}} unités mineures de la devise de compensation, hors TVA, à partir du {{day}}. La commande peut être annulée tant que son paiement n’est pas enregistré ; jusque-là, rien de plus ne peut être émis.',
    go: 'Commander le forfait',
    done: 'C’est commandé. Le tableau indique son numéro, à rappeler dans le paiement.',
  },
  packPaid: {
    title: 'Enregistrer le paiement de {{number}} ?',
    words:
      'La banque indique {{amount}} de {{partner}} le {{day}}, avec la référence « {{reference}} ». {{partner}} pourra émettre {{points}} de plus. C’est irréversible : un forfait payé le reste.',
    go: 'Enregistrer et relever de {{points}}',
    done: 'C’est enregistré. Le registre suit en quelques secondes.',
  },
  packCancel: {
    title: 'Annuler {{number}} ?',
    words: '{{partner}} n’achète pas ces {{points}}. Si l’argent arrive quand même, commandez un autre forfait.',
    go: 'Annuler {{number}}',
    done: '{{number}} est annulé.',
  },
  packAlert: {
    title: 'Alerter {{partner}} à {{points}} ?',
    words:
      'Dès qu’il ne reste pas plus de {{points}} dans ses forfaits, {{partner}} en est averti par un événement dans son flux et ses webhooks : une seule fois, jusqu’au paiement d’un forfait ou à un autre seuil.',
    go: 'Alerter à {{points}}',
    done: 'C’est enregistré.',
  },
  packAlertOff: {
    title: 'Ne plus alerter {{partner}} ?',
    words: '{{partner}} ne sera pas averti quand ses forfaits seront presque épuisés.',
    go: 'Ne pas alerter',
    done: 'C’est enregistré.',
  },
}

/** Problems of packs, in French. */
export const packProblems: SameTexts<typeof enProblems> = {
  pack_unknown: 'Ce forfait n’existe pas.',
  pack_closed: 'Ce forfait est déjà payé ou annulé ({{state}}) : il ne change plus.',
  pack_points_differ: 'Le forfait compte {{pointsOfPack}} points, et non {{points}}. Rien n’a été enregistré.',
  pack_price_out_of_range: 'Le prix doit être compris entre {{minorMin}} et {{minorMax}} unités mineures.',
  pack_start_out_of_range: 'Un forfait commence entre le {{startsMin}} et le {{startsMax}}.',
  packs_too_many: 'Ce partenaire a {{packsMax}} forfaits, c’est le maximum.',
  issue_price_not_zero:
    'À partir de {{month}}, ce partenaire paie chaque point émis et paierait deux fois. Prévoyez d’abord un prix d’émission nul, et faites commencer le forfait un mois où il vaut.',
  pack_points_left:
    'Il reste {{pointsLeft}} points dans les forfaits de ce partenaire, payés ou commandés : un prix en {{month}} le ferait payer deux fois.',
}
