import type { HtmlTagDescriptor, Plugin } from 'vite'

const modulePreload = (href: string): HtmlTagDescriptor => ({
  tag: 'link',
  attrs: { rel: 'modulepreload', crossorigin: '', href },
  injectTo: 'head-prepend',
})

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
        const imports = script.type === 'chunk' ? script.imports : []
        // Not after the styles, as a module would be that is not async.
        const attrs = { type: 'module', async: true, fetchpriority: 'high', src: `/${script.fileName}` }
        return [{ tag: 'script', attrs, injectTo: 'head-prepend' }, ...imports.map((name) => modulePreload(`/${name}`))]
      },
    },
  }
}
