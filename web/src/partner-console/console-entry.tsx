import { mount } from '../app/mount.tsx'
import { ConsolePages } from './console-pages.tsx'

await mount(<ConsolePages />, {
  en: async () => ({ 'partner-console': (await import('./texts/en.ts')).en }),
  fr: async () => ({ 'partner-console': (await import('./texts/fr.ts')).fr }),
})
