import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { root } from '../../../../../cli/run-program.ts'
import { listGuides, loadGuide, targetsOf } from '../../../../../server/api/pages/docs/guides.ts'
import { anchorOf, readGuide } from '../../../../../server/api/pages/docs/markdown.ts'

const plans = listGuides()
const render = (markdown: string) => readGuide(markdown, targetsOf(plans, 'till.md')).main.text

describe('the texts of docs/ as pages', function () {
  it('lead to the pages of other texts, with their anchors', function () {
    expect(render('[a](quick-start.md#handle-a-problem)')).to.include('href="/docs/quick-start#handle-a-problem"')
    expect(render('[a](errors.md)')).to.include('href="/docs/errors"')
    expect(render('[a](decisions/0009-events-feed.md)')).to.include('href="/docs/decisions/0009-events-feed"')
    const decision = targetsOf(plans, 'decisions/0009-events-feed.md')
    expect(decision('../till.md')).to.equal('/docs/guides/till')
    expect(decision('0025-accept-path.md')).to.equal('/docs/decisions/0025-accept-path')
  })

  it('keep the words of a link to what a server does not show', function () {
    expect(render('see [threats](threats.md)')).to.equal('<p>see threats</p>\n')
    expect(targetsOf(plans, 'till.md')('../../etc/passwd')).to.equal(null)
  })

  it('lead nowhere by a script', function () {
    for (const href of ['javascript:alert(1)', 'data:text/html,x', 'JAVASCRIPT:x', '//evil.example/x'])
      expect(render(`[a](${href})`), href)
        .to.not.include('evil')
        .and.not.match(/href="(?:javascript|data)/i)
  })

  it('take nothing in a text for markup', function () {
    expect(render('a <img src=x onerror=alert(1)> b')).to.include('&lt;img').and.not.include('<img')
    expect(render('<script>alert(1)</script>')).to.not.include('<script')
    expect(render('<!-- written by a program -->\n\ntext')).to.equal('<p>text</p>\n')
    expect(render('```sh\necho "<b>" # <i>\n```')).to.include('&lt;b&gt;').and.not.include('<b>')
  })

  it('have the anchors of GitHub', function () {
    expect(anchorOf('Quote: what it is worth, whether it is allowed, why not')).to.equal(
      'quote-what-it-is-worth-whether-it-is-allowed-why-not',
    )
    expect(anchorOf("A partner's new key")).to.equal('a-partners-new-key')
    expect(render('## The `card` code')).to.include('id="the-card-code"')
  })

  it('are all there, with a title, and get into the image of the container', function () {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n')
    expect(ignored).to.not.include('docs')
    for (const plan of plans) {
      expect(existsSync(join(root, 'docs', plan.file)), plan.file).to.equal(true)
      expect(loadGuide(plans, plan).title, plan.file).to.have.length.above(3)
    }
  })
})
