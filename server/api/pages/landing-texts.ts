import { readLanguageFiles, textsOfFiles } from '../../actions/messages/language-files.ts'
import { STATUS_EN, STATUS_FR } from './status-texts.ts'

const en = {
  title: '{coalition}: one loyalty point, many brands',
  description: 'Loyalty points that many brands issue and redeem, on a ledger that anyone can check.',
  pages: 'Pages',
  morePages: 'More pages',
  skip: 'Skip to the content',
  promise: '{coalition} points belong to you. Brands issue them, and you spend them at any brand.',
  languages: 'Language',
  heading: 'One point, at all your favourite brands.',
  lead: '{coalition} is a group of brands that share one loyalty point. Collect at any of them, spend at any of them, and check every point yourself on a public ledger.',
  seePoints: 'See your points',
  seeRewards: 'Browse the rewards',
  figures: 'The points right now',
  issued: 'Points collected',
  issuedNote: 'by all members so far',
  redeemed: 'Points spent',
  redeemedNote: 'on rewards and money off',
  circulation: 'Points ready to spend',
  circulationNote: 'in members’ hands today',
  lag: 'From till to ledger',
  lagNone: 'no purchases in the last hour',
  lagMedian: 'for a typical purchase of the last hour',
  silent: 'the ledger is not answering',
  readAt: 'Read from the ledger at {time} UTC. Reload for the latest figures.',
  doors: 'Where would you like to go?',
  members: 'Members',
  membersText: 'Your balance, card, rewards and history, on your phone. Sign in with your card or a passkey.',
  membersLink: 'Open your wallet',
  tills: 'Shops',
  tillsText: 'Ring up a purchase, take a return or let a customer spend points, in any browser at the counter.',
  tillsLink: 'Open the till',
  brands: 'Partners',
  brandsText: 'Connect your tills and your shop. One API for purchases, returns, rewards and redemption.',
  brandsLink: 'Read the docs',
  auditors: 'Auditors',
  auditorsText:
    'Read the public ledger from your own browser, and check any receipt against it. You do not need an account.',
  auditorsLink: 'Read the ledger',
  ourBrands: 'Brands in the coalition',
  more: 'and {count} more',
  how: 'How it works',
  steps: [
    [
      'Earn',
      'Show your card at any brand in the coalition. Your points appear within seconds. There are no fees and nothing to install.',
    ],
    [
      'Redeem',
      'Spend points on rewards from any brand, in the wallet or at the till. Your oldest points are used first.',
    ],
    [
      'Verify',
      'Points can only be earned and redeemed. They cannot be traded or cashed in, and the public ledger shows every change.',
    ],
  ],
  joinMember: 'Join as a member',
  joinMemberText:
    'Ask for a card at any brand, or join here with a passkey in a minute. It is free, and your points are yours at every brand from the first purchase.',
  joinMemberLink: 'Join now',
  join: 'Bring your brand',
  joinLead: 'Joining takes four steps, and your customers keep their own points throughout.',
  joinSteps: [
    [
      'Apply',
      'Ask the operator of this coalition to add your brand. You receive an API key and an allowance of points.',
    ],
    ['Connect', 'Send purchases and returns from your till or shop. The guide has an example for every request.'],
    ['Introduce yourself', 'Upload your logo, choose your colours and offer your first rewards.'],
    ['Go live', 'Your customers earn with you and spend across the coalition.'],
  ],
  api: 'API guide',
  errors: 'Error codes',
  people: 'For brands’ people',
  operator: 'For the operator',
  problems: {
    notFound: {
      title: 'Page not found',
      text: 'There is no page at this address. It may have moved, or the link may be incomplete.',
    },
    malformed: {
      title: 'This link does not work',
      text: 'The address has a part that we cannot read. Please type it again, or start from the home page.',
    },
    refused: {
      title: 'You cannot open this page',
      text: 'This page is not open to you, or it was opened from another site. Please start from the home page.',
    },
    notThisWay: {
      title: 'This page cannot be opened this way',
      text: 'The address exists, but nothing can be sent to it. Please start from the home page.',
    },
    tooMany: {
      title: 'Too many requests',
      text: 'You, or somebody on your network, asked very often within a short time. Please wait a minute and reload the page.',
    },
    busy: {
      title: 'We will be back in a moment',
      text: 'The service is busy or is being updated. Your points are safe. Please reload the page in a minute.',
    },
    ours: {
      title: 'Something went wrong on our side',
      text: 'Your points are safe. Please reload the page, or come back in a few minutes.',
    },
  },
  quote: 'If you ask us for help, please quote:',
  home: 'Go to the home page',
  status: STATUS_EN,
}

export type LandingTexts = typeof en

const fr: LandingTexts = {
  title: '{coalition} : un seul point, plusieurs enseignes',
  description: 'Des points de fidélité communs à plusieurs enseignes, sur un registre que chacun peut vérifier.',
  pages: 'Pages',
  morePages: 'Autres pages',
  skip: 'Aller au contenu',
  promise: 'Vos points {coalition} sont à vous : les enseignes vous les offrent, vous les utilisez où vous voulez.',
  languages: 'Langue',
  heading: 'Un seul point, chez toutes vos enseignes.',
  lead: '{coalition} réunit des enseignes qui partagent un même point de fidélité. Cumulez-le partout, utilisez-le partout, et vérifiez vous-même chaque point sur un registre public.',
  seePoints: 'Voir mes points',
  seeRewards: 'Découvrir les récompenses',
  figures: 'Les points en ce moment',
  issued: 'Points cumulés',
  issuedNote: 'par tous les membres à ce jour',
  redeemed: 'Points utilisés',
  redeemedNote: 'en récompenses et en remises',
  circulation: 'Points à utiliser',
  circulationNote: 'sur les comptes des membres',
  lag: 'De la caisse au registre',
  lagNone: 'aucun achat depuis une heure',
  lagMedian: 'pour un achat type de la dernière heure',
  silent: 'le registre ne répond pas',
  readAt: 'Chiffres lus dans le registre à {time} UTC. Rechargez la page pour les actualiser.',
  doors: 'Où souhaitez-vous aller ?',
  members: 'Membres',
  membersText:
    'Votre solde, votre carte, vos récompenses et votre historique, sur votre téléphone. Connectez-vous avec votre carte ou une clé d’accès.',
  membersLink: 'Ouvrir mon espace',
  tills: 'Magasins',
  tillsText:
    'Enregistrez un achat ou un retour, ou laissez un client utiliser ses points, depuis n’importe quel navigateur.',
  tillsLink: 'Ouvrir la caisse',
  brands: 'Partenaires',
  brandsText:
    'Connectez vos caisses et votre boutique en ligne. Une seule API pour les achats, les retours et les récompenses.',
  brandsLink: 'Lire la documentation (en anglais)',
  auditors: 'Auditeurs',
  auditorsText:
    'Lisez le registre public depuis votre propre navigateur, et confrontez-y n’importe quel reçu. Aucun compte n’est nécessaire.',
  auditorsLink: 'Lire le registre',
  ourBrands: 'Les enseignes de la coalition',
  more: 'et {count} autres',
  how: 'Comment ça marche',
  steps: [
    [
      'Cumulez',
      'Présentez votre carte dans n’importe quelle enseigne. Vos points arrivent en quelques secondes, sans frais et sans rien installer.',
    ],
    [
      'Profitez',
      'Échangez vos points contre les récompenses de toutes les enseignes, en ligne ou en caisse. Les plus anciens partent en premier.',
    ],
    [
      'Vérifiez',
      'Les points se gagnent et s’utilisent, rien d’autre : ils ne se revendent pas, et le registre public montre chaque mouvement.',
    ],
  ],
  joinMember: 'Devenez membre',
  joinMemberText:
    'Demandez une carte en magasin, ou inscrivez-vous ici en une minute avec une clé d’accès. C’est gratuit, et vos points vous suivent dans toutes les enseignes dès le premier achat.',
  joinMemberLink: 'S’inscrire',
  join: 'Rejoignez la coalition',
  joinLead: 'Quatre étapes suffisent, et vos clients restent maîtres de leurs points.',
  joinSteps: [
    [
      'Demandez',
      'L’opérateur de la coalition ajoute votre enseigne et vous remet une clé d’API et une enveloppe de points.',
    ],
    [
      'Connectez',
      'Envoyez les achats et les retours depuis vos caisses ou votre boutique en ligne. Le guide donne un exemple de chaque requête.',
    ],
    ['Présentez-vous', 'Ajoutez votre logo, choisissez vos couleurs et proposez vos premières récompenses.'],
    ['Lancez-vous', 'Vos clients cumulent chez vous et utilisent leurs points dans toute la coalition.'],
  ],
  api: 'Guide de l’API',
  errors: 'Codes d’erreur',
  people: 'Pour les équipes des enseignes',
  operator: 'Pour l’opérateur',
  problems: {
    notFound: {
      title: 'Page introuvable',
      text: 'Il n’y a pas de page à cette adresse. Elle a peut-être changé, ou le lien est incomplet.',
    },
    malformed: {
      title: 'Ce lien ne fonctionne pas',
      text: 'Une partie de l’adresse est illisible. Saisissez-la à nouveau, ou repartez de l’accueil.',
    },
    refused: {
      title: 'Cette page ne vous est pas accessible',
      text: 'Vous n’y avez pas accès, ou elle a été ouverte depuis un autre site. Repartez de l’accueil.',
    },
    notThisWay: {
      title: 'Cette page ne s’ouvre pas ainsi',
      text: 'L’adresse existe, mais rien ne peut y être envoyé. Repartez de l’accueil.',
    },
    tooMany: {
      title: 'Trop de demandes',
      text: 'Vous, ou quelqu’un sur votre réseau, avez envoyé beaucoup de demandes en peu de temps. Patientez une minute, puis rechargez la page.',
    },
    busy: {
      title: 'Nous revenons dans un instant',
      text: 'Le service est très sollicité ou en cours de mise à jour. Vos points sont en sécurité. Rechargez la page dans une minute.',
    },
    ours: {
      title: 'Une erreur s’est produite de notre côté',
      text: 'Vos points sont en sécurité. Rechargez la page, ou revenez dans quelques minutes.',
    },
  },
  quote: 'Si vous nous contactez, indiquez :',
  home: 'Aller à l’accueil',
  status: STATUS_FR,
}

/** What the front page says, by language: first in those of ours, then in those that are a file in `languages/`. */
export const LANDING_TEXTS: Readonly<Record<'en' | 'fr', LandingTexts> & Record<string, LandingTexts>> = {
  en,
  fr,
  ...textsOfFiles('landing', en),
}

/** The languages of the front page. */
export const LANDING_LANGUAGES: readonly string[] = Object.keys(LANDING_TEXTS)
export type LandingLanguage = string

const RIGHT_TO_LEFT = new Set(
  [...readLanguageFiles()].filter(([, { direction }]) => direction === 'rtl').map(([tag]) => tag),
)

/** What the front page says in a language; in English where there is none of that name. */
export function landingTextsOf(language: LandingLanguage): LandingTexts {
  return LANDING_TEXTS[language] ?? en
}

/** Which way a language is written. */
export function directionOf(language: LandingLanguage): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(language) ? 'rtl' : 'ltr'
}

/** What a language calls itself. */
export function languageName(language: LandingLanguage): string {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}
