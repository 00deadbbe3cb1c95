import { readLanguageFiles, textsOfFiles } from '../../actions/messages/language-files.ts'

const en = {
  title: 'Entente: one loyalty point, many brands',
  description: 'Loyalty points that many brands issue and redeem, on a ledger that anyone can check.',
  pages: 'Pages',
  languages: 'Language',
  heading: 'One point. Many brands. A ledger anyone can check.',
  lead: 'Collect points wherever you shop in the coalition and spend them at any of its brands. Every point is on a public ledger, so nobody has to take our word for it.',
  seePoints: 'See your points',
  seeRewards: 'Browse the rewards',
  figures: 'The ledger right now',
  circulation: 'Points in circulation',
  issued: 'Points issued',
  redeemed: 'Points redeemed',
  partners: 'Brands',
  block: 'Latest block',
  lag: 'From till to ledger',
  lagNone: 'no purchases in the last hour',
  lagMedian: 'median of the last hour',
  silent: 'the ledger is not answering',
  readAt: 'Read from the ledger at {time} UTC. Reload for the latest figures.',
  doors: 'Where would you like to go?',
  members: 'Members',
  membersText:
    'Your balance, your card, your rewards and your history. Each receipt comes with a proof that you can check yourself.',
  membersLink: 'Open your wallet',
  tills: 'Tills',
  tillsText: 'Ring up a purchase, take a return or redeem points in the practice till, and see each request it sends.',
  tillsLink: 'Try the till',
  brands: 'Partners',
  brandsText:
    'One API for purchases, returns, rewards and redemption. It answers within milliseconds and never counts a purchase twice.',
  brandsLink: 'Read the API guide',
  auditors: 'Auditors',
  auditorsText:
    'Check a receipt against the chain from your own browser, through any node you trust. You do not need an account.',
  auditorsLink: 'Check a receipt',
  auditorsStatus: 'Status and contract addresses',
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
  openapi: 'OpenAPI 3.1',
  status: 'Ledger status',
  operator: 'For the operator',
  notFound: 'Page not found',
  notFoundText: 'There is no page at this address. It may have moved, or the link may be incomplete.',
  home: 'Go to the home page',
}

export type LandingTexts = typeof en

const fr: LandingTexts = {
  title: 'Entente : un seul point, plusieurs enseignes',
  description: 'Des points de fidélité communs à plusieurs enseignes, sur un registre que chacun peut vérifier.',
  pages: 'Pages',
  languages: 'Langue',
  heading: 'Un seul point. Plusieurs enseignes. Un registre vérifiable par tous.',
  lead: 'Cumulez des points dans toutes les enseignes de la coalition et utilisez-les où vous voulez. Chaque point figure sur un registre public : pas besoin de nous croire sur parole.',
  seePoints: 'Voir mes points',
  seeRewards: 'Découvrir les récompenses',
  figures: 'Le registre en ce moment',
  circulation: 'Points en circulation',
  issued: 'Points émis',
  redeemed: 'Points utilisés',
  partners: 'Enseignes',
  block: 'Dernier bloc',
  lag: 'De la caisse au registre',
  lagNone: 'aucun achat depuis une heure',
  lagMedian: 'médiane de la dernière heure',
  silent: 'le registre ne répond pas',
  readAt: 'Chiffres lus dans le registre à {time} UTC. Rechargez la page pour les actualiser.',
  doors: 'Où souhaitez-vous aller ?',
  members: 'Membres',
  membersText:
    'Votre solde, votre carte, vos récompenses et votre historique. Chaque reçu est accompagné d’une preuve que vous pouvez vérifier vous-même.',
  membersLink: 'Ouvrir mon espace',
  tills: 'Caisses',
  tillsText:
    'Enregistrez un achat, un retour ou une utilisation de points sur la caisse d’entraînement, et consultez chaque requête envoyée.',
  tillsLink: 'Essayer la caisse',
  brands: 'Partenaires',
  brandsText:
    'Une seule API pour les achats, les retours et les récompenses. Elle répond en quelques millisecondes et ne compte jamais un achat deux fois.',
  brandsLink: 'Lire le guide de l’API (en anglais)',
  auditors: 'Auditeurs',
  auditorsText:
    'Vérifiez un reçu dans le registre depuis votre navigateur, par le nœud de votre choix. Aucun compte n’est nécessaire.',
  auditorsLink: 'Vérifier un reçu',
  auditorsStatus: 'État et adresses des contrats',
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
  openapi: 'OpenAPI 3.1',
  status: 'État du registre',
  operator: 'Pour l’opérateur',
  notFound: 'Page introuvable',
  notFoundText: 'Il n’y a pas de page à cette adresse. Elle a peut-être changé, ou le lien est incomplet.',
  home: 'Aller à l’accueil',
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
