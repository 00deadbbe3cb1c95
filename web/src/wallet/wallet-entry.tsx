import { mount } from '../app/mount.tsx'
import { awaitFirstAnswer } from './early/first-answer.ts'
import { ShellEnd } from './early/shell-end.tsx'
import { WalletPages } from './wallet-pages.tsx'
import { registerWorker, reloadWhenOutdated } from './worker/register-worker.ts'

reloadWhenOutdated()

await awaitFirstAnswer()
const page = (
  <>
    <WalletPages />
    <ShellEnd />
  </>
)
await mount(page, {
  en: async () => {
    const [receipt, wallet] = await Promise.all([import('../receipt/texts/en.ts'), import('./texts/en.ts')])
    return { receipt: receipt.en, wallet: wallet.en }
  },
  fr: async () => {
    const [receipt, wallet] = await Promise.all([import('../receipt/texts/fr.ts'), import('./texts/fr.ts')])
    return { receipt: receipt.fr, wallet: wallet.fr }
  },
})

registerWorker()
