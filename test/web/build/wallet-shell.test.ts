import { readFileSync } from 'node:fs'

import { expect } from 'chai'

import { withShell } from '../../../web/build/wallet-shell-plugin.ts'

const PAGE = `<head><script type="module" src="/assets/app.js"></script>
<link rel="stylesheet" crossorigin href="/assets/app.css"></head><body><div id="root"></div></body>`
const STYLE = ':root { /* a note */ color: red; }'

describe('the frame of the wallet', () => {
  it('comes before the stylesheets of the page, and the root after them', () => {
    const page = withShell(PAGE, '<div class="shell"></div>', STYLE)
    const order = ['<style>:root{color: red;}</style>', '</head>', 'class="shell"', 'rel="stylesheet"', 'id="root"']
    const places = order.map((part) => page.indexOf(part))
    expect(places).to.not.include(-1)
    expect(places).to.deep.equal(places.toSorted((a, b) => a - b))
    expect(page.match(/rel="stylesheet"/g)).to.have.length(1)
  })

  it('is refused by a page without a root, or without a stylesheet', () => {
    expect(() => withShell(PAGE.replace('id="root"', 'id="app"'), '', STYLE)).to.throw('no empty root')
    expect(() => withShell(PAGE.replace('rel="stylesheet"', 'rel="icon"'), '', STYLE)).to.throw('no stylesheet')
  })

  it('has no script and no handler, which the policy would refuse', () => {
    const markup = readFileSync('web/src/wallet/early/shell.html', 'utf8')
    expect(markup).to.include('class="shell-balance"')
    expect(markup).to.not.match(/<script|\son\w+=/)
  })
})
