import { TillPage } from '../till/till-page.tsx'
import { mount } from './mount.tsx'

await mount(<TillPage />, {
  en: async () => {
    const [app, till] = await Promise.all([import('./texts/en.ts'), import('../till/texts/en.ts')])
    return { app: app.en, till: till.en }
  },
  fr: async () => {
    const [app, till] = await Promise.all([import('./texts/fr.ts'), import('../till/texts/fr.ts')])
    return { app: app.fr, till: till.fr }
  },
})
