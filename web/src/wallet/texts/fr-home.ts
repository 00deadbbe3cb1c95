/** What the first page says. */
export const home = {
  title: 'Vos points',
  hello: 'Bonjour {{name}}',
  available: 'À utiliser dès maintenant',
  frozen: 'Bloqués pour l’instant',
  pending: 'en route. Vous pourrez les utiliser dans un instant.',
  pendingBack: 'seront retirés pour des articles rendus.',
  affordOne: '1 récompense est à votre portée',
  afford: '{{count}} récompenses sont à votre portée',
  held: 'réservés pour votre achat en cours.',
  nextTitle: 'Votre prochaine récompense',
  nextBar: 'Progression vers : {{title}}',
  nextMissing: 'Plus que {{missing}} sur {{price}}.',
  expiryTitle: 'Prochaine expiration',
  expiryNone: 'Aucun de vos points n’expire bientôt.',
  expiryNext: '{{points}} le {{day}}',
  expiryAbout: 'Vos points les plus anciens sont toujours utilisés en premier.',
}

export const offers = {
  title: 'Offres',
  earn: '{{points}} par tranche de {{per}}',
  next: 'À partir du {{day}} : {{points}} par tranche de {{per}}',
  ends: 'Jusqu’au {{day}}',
}

export const celebration = {
  points: '{{points}} points de plus viennent d’arriver.',
  onePoint: '1 point de plus vient d’arriver.',
  reward: 'Vous avez maintenant assez de points pour « {{title}} ».',
}

export const chart = {
  title: 'Vos points au fil du temps',
  span: 'Période',
  days: '{{days}} jours',
  day: 'Jour',
  now: 'Maintenant',
  asTable: 'Afficher en tableau',
  asDrawing: 'Afficher en graphique',
}

export const card = {
  title: 'Votre carte',
  about: 'Présentez ce code en caisse pour gagner et utiliser des points.',
  qr: 'Code QR de votre carte',
  left: 'Temps restant pour ce code',
  renews: 'Nouveau code dans {{seconds}} s',
  ended: 'Ce code a expiré, et le suivant n’a pas pu être chargé.',
  fixed: 'Numéro de carte',
  fixedAbout: 'Pour les caisses sans caméra. Il s’affiche ici même sans connexion.',
  fixedQr: 'Code QR de votre numéro de carte',
  bars: 'Code-barres de votre numéro de carte',
  showFixedQr: 'Afficher en code QR',
  showBars: 'Afficher en code-barres',
  unknownHere:
    'Saisissez une fois le numéro de votre carte (se terminant par {{hint}}) : son code-barres s’affichera sur cet appareil.',
  add: 'L’afficher ici',
  notYours: 'Ce n’est pas le numéro de votre carte, qui se termine par {{hint}}.',
  drawAbout: 'Vous n’avez pas encore de numéro de carte. Il permet aux caisses sans caméra de vous reconnaître.',
  draw: 'Obtenir un numéro de carte',
  offlineTitle: 'Votre carte, hors connexion',
  offlineAbout: 'Elle vous permet de gagner des points. Pour voir ou utiliser vos points, il vous faut une connexion.',
}
