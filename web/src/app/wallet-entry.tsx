import { WalletPages } from './wallet-pages.tsx'
import { mount } from './mount.tsx'

await mount(<WalletPages />, {
  en: async () => {
    const [app, receipt, wallet] = await Promise.all([
      import('./texts/en.ts'),
      import('../receipt/texts/en.ts'),
      import('../wallet/texts/en.ts'),
    ])
    return { app: app.en, receipt: receipt.en, wallet: wallet.en }
  },
  fr: async () => {
    const [app, receipt, wallet] = await Promise.all([
      import('./texts/fr.ts'),
      import('../receipt/texts/fr.ts'),
      import('../wallet/texts/fr.ts'),
    ])
    return { app: app.fr, receipt: receipt.fr, wallet: wallet.fr }
  },
})
