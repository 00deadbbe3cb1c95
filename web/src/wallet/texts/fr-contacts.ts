/** What the account says of contacts. */
export const contacts = {
  title: 'Courriel et téléphone',
  about: 'Prouvez qu’une adresse ou un numéro est à vous : les magasins arriveront ainsi à ce compte et à aucun autre.',
  proven: 'Confirmé',
  unproven: 'Non confirmé',
  notices: 'Reçoit les alertes',
  which: 'Adresse de courriel ou numéro de téléphone',
  whichAbout: 'Un numéro commence par + et l’indicatif du pays.',
  send: 'M’envoyer un code',
  sent: 'Si cette adresse existe, un code part vers {{to}}.',
  code: 'Code reçu',
  codeAbout: '8 chiffres, valable 10 minutes.',
  consent: 'M’y prévenir quand quelque chose d’important touche mon compte',
  consentAbout:
    'Un nouveau code PIN, un déplacement de vos points ou une récupération. L’adresse est conservée chiffrée, pour cela seulement.',
  confirm: 'Confirmer',
  other: 'En utiliser une autre',
  done: 'C’est confirmé. Les magasins trouvent maintenant ce compte ainsi.',
}

/** What it says of a move that a contact confirms. */
export const moveCode = {
  title: 'Confirmer le déplacement maintenant',
  about: 'C’est bien vous qui l’avez demandé ? Confirmez-le avec un code au lieu d’attendre.',
  send: { email: 'Envoyer un code par courriel', phone: 'Envoyer un code par SMS' },
  confirm: 'Déplacer mes points maintenant',
  done: 'C’est confirmé. Vos points partent dans la minute.',
}
