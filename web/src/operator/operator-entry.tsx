import { mount } from '../app/mount.tsx'
import { OperatorPages } from './operator-pages.tsx'

await mount(<OperatorPages />, {
  en: async () => ({ operator: (await import('./texts/en.ts')).en }),
  fr: async () => ({ operator: (await import('./texts/fr.ts')).fr }),
})
