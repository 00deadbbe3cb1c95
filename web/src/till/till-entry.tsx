import { mount } from '../app/mount.tsx'
import { CustomerPage } from './display/customer-page.tsx'
import { TillPage } from './till-page.tsx'

/** Two pages of one file: the cashier's, and the customer's screen, which has no key. */
const isCustomers = location.pathname === '/till/customer'

await mount(isCustomers ? <CustomerPage /> : <TillPage />, {
  en: async () => ({ till: (await import('./texts/en.ts')).en }),
  fr: async () => ({ till: (await import('./texts/fr.ts')).fr }),
})
