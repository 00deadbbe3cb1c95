/** `npm run build:web`: builds the wallet's, the till's and the operator's pages into web/dist, when they are older than their sources. */
import { buildPages } from '../cli/build-pages.ts'

const outcome = await buildPages({ onProgress: console.log })
if (outcome === 'fresh') console.log('the pages are built from these sources already')
