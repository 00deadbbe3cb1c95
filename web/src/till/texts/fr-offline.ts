import type { offline as english } from './en-offline.ts'

/** Les textes de la caisse sans réseau. */
export const offline: typeof english = {
  title: 'Encaisser sans réseau',
  about:
    'Pas de connexion. Les achats sont enregistrés sur cet appareil et envoyés automatiquement dès que la connexion revient.',
  back: 'La connexion est rétablie.',
  goOn: 'Reprendre normalement',
  unknown:
    'Impossible de vérifier pour l’instant si la carte existe ni combien de points a le client. Les points affichés sont une estimation.',
  noRedeem:
    'Les points ne peuvent pas être utilisés pour l’instant, faute de pouvoir vérifier le solde. Proposez au client de le faire à sa prochaine visite.',
  noReturn: 'Les retours, les bons et les nouvelles cartes devront attendre la connexion.',
  unusable:
    'Ce navigateur ne conserve rien : aucun achat ne peut être enregistré ici. Notez la vente sur papier, avec le numéro de carte et l’heure.',
  card: 'Carte du client',
  cardAbout: 'Numéro de carte, e-mail ou téléphone. Laissez vide pour imprimer un ticket avec un code pour les points.',
  cardNeeded: 'Numéro de carte, e-mail ou téléphone.',
  customer: {
    rotating:
      'Ce code temporaire n’est valable qu’une minute et ne peut pas être vérifié. Utilisez le numéro de carte.',
    voucher: 'Les bons devront attendre la connexion.',
  },
  estimate: 'Environ {{points}}',
  estimateNone: 'Indiqués plus tard',
  go: 'Enregistrer l’achat',
  goSlip: 'Enregistrer et remettre un ticket',
  saved: 'Enregistré sur cet appareil',
  notSaved: {
    full: 'NON enregistré : trop d’achats sont en attente. Connectez cette caisse, ou notez la vente sur papier.',
    no_room:
      'NON enregistré : il n’y a plus de place sur cet appareil. Faites de la place, ou notez la vente sur papier.',
    broken:
      'NON enregistré : le navigateur n’a pas pu écrire sur le disque. Notez la vente sur papier, avec le numéro de carte et l’heure.',
  },
  paper: {
    brand: 'Magasin',
    time: 'Date et heure',
    card: 'Les points seront crédités quand la caisse sera reconnectée et la carte vérifiée.',
    collect: 'Récupérez vos points : scannez ce code, ou présentez-le à notre caisse.',
    qr: 'Code QR pour récupérer les points',
    days: 'Valable 60 jours, une seule fois. Toute personne qui a ce ticket peut récupérer les points.',
    print: 'Imprimer',
  },
  bar: {
    waiting: 'En attente ({{count}})',
    offline: 'Sans réseau · en attente ({{count}})',
    attention: 'À vérifier ({{count}})',
  },
  list: {
    title: 'Enregistré sur cette caisse',
    online: 'Connecté. Ce qui est en attente part automatiquement.',
    offline: 'Pas de connexion. Ce qui est en attente reste sur cet appareil, même si vous fermez le navigateur.',
    now: 'Envoyer maintenant',
    none: 'Rien en attente.',
    card: 'Client …{{last}}',
    slip: 'Ticket {{code}}',
    unreadable: 'Cet enregistrement est illisible et n’a pas été envoyé. Montrez-le au siège :',
    otherCard: 'Bon numéro de carte',
    useCard: 'Envoyer avec cette carte',
    retry: 'Réessayer',
    remove: 'Retirer de la liste',
    removeSure: 'Ne donner aucun point : confirmer ?',
    more: 'Non affichés ici : {{count}} autres.',
    tooLate: 'Trop tard : l’envoi est en cours ou déjà terminé.',
  },
  state: {
    waiting: 'En attente',
    recorded: 'Envoyé',
    attention: 'À vérifier',
    removed: 'Retiré',
  },
  setUp: {
    title: 'Sans réseau',
    about:
      'Préparez cet appareil une seule fois : la caisse s’ouvrira et encaissera même sans réseau. La clé du magasin restera alors sur cet appareil jusqu’à la déconnexion. À faire uniquement sur un appareil du magasin, hors de portée du public.',
    name: 'Nom de cette caisse',
    example: 'Caisse entrée',
    go: 'Préparer',
    done: '« {{name}} » est prête : elle s’ouvre et encaisse sans réseau. Déconnectez-la pour y mettre fin.',
  },
  slip: {
    title: 'Un client présente un ticket',
    code: 'Code du ticket',
    wrong: 'Un caractère de ce code est faux. Vérifiez-le.',
    card: 'Carte du client à créditer',
    give: 'Donner les points',
    given: '{{points}} crédités.',
    void: 'Articles rendus : aucun point',
    voided: 'Ce ticket ne donne plus de points.',
    state: { open: 'pas encore utilisé', collected: 'déjà utilisé', voided: 'articles rendus' },
  },
  update: 'Une nouvelle version de la caisse est prête.',
  updateGo: 'La charger',
  leave: {
    title: 'Des achats sont encore en attente',
    about:
      'Pas encore envoyés : {{count}}. Ces achats restent sur cet appareil et partiront quand cette caisse sera reconnectée.',
    stay: 'Rester connecté',
    go: 'Déconnecter quand même',
  },
}
