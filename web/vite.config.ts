import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/**
 * Three pages, built into files with hashed names and a manifest. Nothing inline but styles: the server's content security
 * policy allows scripts from 'self' only. Mantine writes its colours as a style element, so styles need 'unsafe-inline'.
 */
export default defineConfig({
  root: path('.'),
  base: '/',
  cacheDir: path('../node_modules/.cache/vite'),
  plugins: [react()],
  build: {
    outDir: path('dist'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // A data: URI is a script or style that the policy would have to allow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { wallet: path('wallet.html'), till: path('till.html'), operator: path('operator.html') },
    },
  },
})
