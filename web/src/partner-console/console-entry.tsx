import { mount } from '../app/mount.tsx'
import { ConsolePages } from './console-pages.tsx'

await mount(<ConsolePages />, {
  en: async () => {
    const [shared, own] = await Promise.all([import('../console/texts/en.ts'), import('./texts/en.ts')])
    return { console: shared.en, 'partner-console': own.en }
  },
  fr: async () => {
    const [shared, own] = await Promise.all([import('../console/texts/fr.ts'), import('./texts/fr.ts')])
    return { console: shared.fr, 'partner-console': own.fr }
  },
})
