import { askFirst } from './first-answer.ts'

/**
 * Runs before the app has arrived, so that what it will need is on its way at the same time: who is signed in, and the texts of
 * the language that it will most likely show. A wrong guess costs a few kilobytes.
 */
askFirst()

const language = localStorage.getItem('entente.language') ?? navigator.language
const texts = language.startsWith('fr')
  ? [import('../../app/texts/fr.ts'), import('../../receipt/texts/fr.ts'), import('../texts/fr.ts')]
  : [import('../../app/texts/en.ts'), import('../../receipt/texts/en.ts'), import('../texts/en.ts')]
// Without a connection the app says so itself.
Promise.all(texts).catch(() => undefined)
