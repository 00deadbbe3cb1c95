/** What the account says of the member, and of what they have agreed to. */
export const account = {
  title: 'Compte',
  look: 'Langue et apparence',
  theme: 'Apparence',
  themeAuto: 'Appareil',
  themeLight: 'Clair',
  themeDark: 'Sombre',
  who: 'Vous',
  kind: {
    card: 'Vous utilisez votre carte pour vous connecter.',
    wallet: 'Vous utilisez votre portefeuille pour vous connecter.',
    passkey: 'Vous utilisez votre clé d’accès pour vous connecter.',
  },
  identifier: {
    card: 'Carte se terminant par {{hint}}',
    email: 'Adresse e-mail {{hint}}',
    phone: 'Téléphone se terminant par {{hint}}',
  },
  since: 'Membre depuis le {{day}}',
  technical: 'Détails techniques',
  number: 'Compte {{account}}',
  signOut: 'Se déconnecter',
  name: 'Comment souhaitez-vous être appelé ?',
  nameAbout: 'Ce nom reste sur cet appareil jusqu’à votre déconnexion. Les magasins ne le voient pas.',
  nameSave: 'Enregistrer',
  nameSaved: 'C’est enregistré sur cet appareil.',
}

export const agreements = {
  title: 'Ce que vous avez accepté',
  about: 'Tout ce qui est conservé avec votre accord. Vous pouvez revenir ici sur chacun de ces choix.',
  noticesTo: 'Les alertes sur votre compte sont envoyées à : {{where}}.',
  noticesNone:
    'Alertes sur votre compte : vous n’en recevez pas. Pour en recevoir, confirmez une adresse e-mail ou un numéro de téléphone.',
  noticesMore:
    'Pour ne plus les recevoir, confirmez à nouveau ces coordonnées dans « {{contacts}} » sans cocher la case. Le code qui y est envoyé prouve que c’est bien vous.',
  device: 'Sur cet appareil',
  card: 'Votre numéro de carte est conservé ici tant que vous êtes connecté : son code-barres s’affiche même sans connexion.',
  cardForget: 'Oublier le numéro de carte',
  nothingHere: 'Seules votre langue et votre apparence sont conservées sur cet appareil.',
  name: 'Le nom avec lequel nous vous saluons est conservé ici.',
  nameForget: 'Oublier le nom',
  endpoint: 'L’adresse du réseau choisie pour vérifier les reçus est conservée ici.',
  endpointForget: 'Oublier l’adresse',
}

export const erasure = {
  title: 'Supprimer mon compte',
  about:
    'Vous pouvez partir à tout moment. Tout ce qui mène à vous est supprimé définitivement, et personne ne peut le rétablir.',
  begin: 'Supprimer mon compte…',
  blocked:
    'Une opération est encore en cours, par exemple un paiement en points, un achat du jour ou un compte bloqué. Votre compte pourra être supprimé une fois celle-ci terminée. Réessayez plus tard.',
  lost: 'Vous perdrez {{points}}, ainsi que les récompenses que vous n’avez pas utilisées.',
  gone: 'Vos contacts, votre carte, votre code PIN, vos clés d’accès et vos messages sont supprimés, et vos sessions sont fermées partout.',
  stays:
    'Les montants, les points et les dates de vos achats restent dans les comptes, sans votre nom ni aucun numéro de commande.',
  points: 'Vos points ne sont donnés à personne. Ils expirent à leur échéance habituelle.',
  card: 'Les magasins connaissent votre numéro de carte et peuvent voir votre code PIN : la suppression a donc lieu après un délai. D’ici là, vous pouvez encore garder votre compte.',
  own: 'La suppression est immédiate. Vous devez vous être connecté au cours des 10 dernières minutes.',
  agree: 'Je renonce à {{points}} et je veux que mon compte soit supprimé.',
  confirm: 'Supprimer définitivement mon compte',
  waits:
    'Votre compte sera supprimé le {{time}}. Si ce n’est pas vous qui l’avez demandé, gardez-le et changez votre code PIN.',
  keep: 'Garder mon compte',
}
