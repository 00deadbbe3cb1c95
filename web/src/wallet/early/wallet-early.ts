import { drawHome, isHome } from './draw-home.ts'
import { askFirst } from './first-answer.ts'

/**
 * Runs before the app has arrived, so that what it will need is on its way at the same time: who is signed in, and the texts of
 * the language that it will most likely show. A wrong guess costs a few kilobytes. The points of a member are drawn as soon as
 * both are there, into the frame that the page came with.
 */
const visitor = askFirst()

const scheme = localStorage.getItem('mantine-color-scheme-value')
if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset['mantineColorScheme'] = scheme

const chosen = localStorage.getItem('entente.language') ?? navigator.language
const isFrench = chosen.startsWith('fr')
const texts = isFrench ? import('../texts/fr.ts').then(({ fr }) => fr) : import('../texts/en.ts').then(({ en }) => en)
const others = isFrench
  ? [import('../../app/texts/fr.ts'), import('../../receipt/texts/fr.ts')]
  : [import('../../app/texts/en.ts'), import('../../receipt/texts/en.ts')]

async function drawFirst(): Promise<void> {
  const me = (await visitor)?.me
  const shell = document.querySelector<HTMLElement>('.shell')
  if (!me || shell === null) return
  shell.dataset['nav'] = 'true'
  // In a language that is a file, the app draws what it says itself.
  if (!isHome(location.pathname) || (!isFrench && !chosen.startsWith('en'))) return
  document.documentElement.lang = isFrench ? 'fr' : 'en'
  drawHome(shell, me, await texts, isFrench ? 'fr' : 'en')
}

// Without a connection the app says so itself.
Promise.all([drawFirst(), texts, ...others]).catch(() => undefined)
