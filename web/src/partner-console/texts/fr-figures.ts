import type { SameTexts } from '../../ui/texts.ts'
import type { figures as en } from './en-figures.ts'

/** The same in French. */
export const figures: SameTexts<typeof en> = {
  chart: {
    title: 'Points émis et utilisés',
    about: 'Tels que le registre les a inscrits, par jour de vos magasins : ce que vos relevés comptent.',
    span: 'Période',
    spans: { '7': '7 jours', '30': '30 jours', '90': '90 jours', months: '13 mois' },
    name: 'Points émis et points utilisés',
    issued: 'Points émis',
    redeemed: 'Points utilisés',
    told: '{{name}} : {{issued}} émis, {{redeemed}} utilisés',
    asTable: 'Afficher en tableau',
    asDrawing: 'Afficher en graphique',
    day: 'Jour',
    month: 'Mois',
    reversed: 'Repris',
    restored: 'Rendus',
    purchases: 'Achats',
    redemptions: 'Utilisations',
    none: 'Aucun point émis ni utilisé pendant cette période.',
  },
  flows: {
    title: 'Où vos membres utilisent leurs points',
    about: 'Pendant un mois (UTC) terminé.',
    outward: 'Vos membres les ont utilisés chez',
    inward: 'Points utilisés ici par les membres de',
    here: '{{name}} (vous)',
    unknown: 'Inconnue ici',
    brand: 'Enseigne',
  },
  liability: {
    title: 'Points en circulation',
    outstanding: 'En circulation, votre part',
    ofAll: 'Sur {{points}} pour toute la coalition',
    expected: 'Probablement utilisés',
    rate: 'Avec un taux d’utilisation de {{rate}}',
    assumed: 'Tous : aucun point n’a encore expiré dont on puisse tirer un taux',
    value: 'Valeur d’un point',
    valueNote: 'Ce que les enseignes en reçoivent, en moyenne des douze derniers mois',
    estimate: 'Coût possible',
    atMost: 'Au plus {{money}}, si tous les points sont utilisés',
    noPrice: 'Aucun prix du point n’est encore fixé : il n’y a donc pas de montant.',
    formula:
      'Points probablement utilisés × valeur d’un point. Un point est un point, quelle que soit l’enseigne qui l’a émis : votre part est votre part de ce que toutes les enseignes ont émis pendant la même période. On s’attend à ce qu’il en soit utilisé la même proportion que des points déjà expirés, moins ce qui l’a été.',
    isNot:
      'Une estimation arrêtée au {{when}} : ni une écriture comptable, ni une dette de votre part. Vous avez payé vos points en les émettant ; l’opérateur paie leur utilisation. Ce que vos comptes doivent montrer dépend de vos contrats et de la loi.',
  },
  used: '{{share}} de votre plafond sont utilisés',
  usedNote: '{{used}} sur {{given}}',
}
