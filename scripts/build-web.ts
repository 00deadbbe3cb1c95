/** `npm run build:web`: builds the wallet's and the till's pages into web/dist. */
import { buildPages } from './web/build-pages.ts'

await buildPages()
