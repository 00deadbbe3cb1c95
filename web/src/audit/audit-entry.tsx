import { mount } from '../app/mount.tsx'
import { AuditPage } from './audit-page.tsx'

await mount(<AuditPage />, {
  en: async () => {
    const [receipt, own] = await Promise.all([import('../receipt/texts/en.ts'), import('./texts/en.ts')])
    return { receipt: receipt.en, audit: own.en }
  },
  fr: async () => {
    const [receipt, own] = await Promise.all([import('../receipt/texts/fr.ts'), import('./texts/fr.ts')])
    return { receipt: receipt.fr, audit: own.fr }
  },
})
