import type { Plugin } from 'vite'

/** Has a page run a small script of its own before the app, so that what the app needs is asked for while it is on its way. */
export function earlyScriptPlugin({ page, name }: { page: string; name: string }): Plugin {
  return {
    name: 'early-script',
    transformIndexHtml: {
      order: 'post',
      handler: (_page, { filename, bundle = {} }) => {
        if (!filename.endsWith(`/${page}`)) return []
        const script = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === name)
        if (script === undefined) throw new Error(`the build has no ${name}`)
        return [{ tag: 'script', attrs: { type: 'module', src: `/${script.fileName}` }, injectTo: 'head-prepend' }]
      },
    },
  }
}
