import { mount } from '../app/mount.tsx'
import { OperatorPages } from './operator-pages.tsx'

await mount(<OperatorPages />, {
  en: async () => {
    const [shared, own] = await Promise.all([import('../console/texts/en.ts'), import('./texts/en.ts')])
    return { console: shared.en, operator: own.en }
  },
  fr: async () => {
    const [shared, own] = await Promise.all([import('../console/texts/fr.ts'), import('./texts/fr.ts')])
    return { console: shared.fr, operator: own.fr }
  },
})
