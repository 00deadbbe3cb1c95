/** What the account says of contacts. */
export const contacts = {
  title: 'E-mail et téléphone',
  about: 'Confirmez que cette adresse ou ce numéro est à vous : les magasins retrouveront ce compte, et aucun autre.',
  proven: 'Confirmé',
  unproven: 'Non confirmé',
  notices: 'Reçoit les alertes',
  which: 'Adresse e-mail ou numéro de téléphone',
  whichAbout: 'Le numéro de téléphone commence par + suivi de l’indicatif du pays.',
  send: 'M’envoyer un code',
  sent: 'Si {{to}} existe, un code vient d’y être envoyé.',
  code: 'Code reçu',
  codeAbout: '8 chiffres, valables 10 minutes.',
  consent: 'Me prévenir ainsi de tout événement important sur mon compte',
  consentAbout:
    'Nouveau code PIN, déplacement de vos points ou récupération du compte. Ces coordonnées sont chiffrées et ne servent à rien d’autre.',
  confirm: 'Confirmer',
  other: 'Utiliser d’autres coordonnées',
  done: 'C’est confirmé. Les magasins peuvent désormais retrouver ce compte ainsi.',
}

/** What it says of a move that a contact confirms. */
export const moveCode = {
  title: 'Confirmer le déplacement maintenant',
  about: 'C’est bien vous qui l’avez demandé ? Confirmez-le avec un code au lieu d’attendre.',
  send: { email: 'Envoyer un code par e-mail', phone: 'Envoyer un code par SMS' },
  confirm: 'Déplacer mes points maintenant',
  done: 'C’est confirmé. Vos points seront déplacés dans la minute.',
}
