import { mount } from '../app/mount.tsx'
import { TillPage } from './till-page.tsx'

await mount(<TillPage />, {
  en: async () => ({ till: (await import('./texts/en.ts')).en }),
  fr: async () => ({ till: (await import('./texts/fr.ts')).fr }),
})
