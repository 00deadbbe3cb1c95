import { marked, Marked, type Tokens } from 'marked'

import { html, Html } from '../html.ts'
import type { Section } from './frame.ts'
import { codeBlock, type CodeLanguage } from './highlight.ts'

/** A text of docs/, ready to be shown. */
export interface Guide {
  readonly title: string
  /** The first paragraph, as plain text. */
  readonly description: string
  readonly main: Html
  readonly sections: readonly Section[]
  /** What each section says, as plain text, for the search. */
  readonly texts: readonly { readonly section: Section | null; readonly text: string }[]
}

/** Where a link of the text leads on a server; null: to nothing that a server shows, and its words stay. */
export type LinkTarget = (href: string) => string | null

const CODE_LANGUAGES: Readonly<Record<string, CodeLanguage>> = { sh: 'sh', ts: 'ts', json: 'json' }

/** The anchor that GitHub gives to a heading, so that one link works in both places. */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

/** Text without marks: of headings, for anchors and the search. */
function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*_]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

/** A renderer for one text: nothing in a text is taken for markup, and links lead where a server has what they name. */
function rendererFor(target: LinkTarget): Marked {
  return new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text }: Tokens.Heading) {
        const inner = this.parser.parseInline(tokens)
        const id = anchorOf(plain(text))
        return depth === 1
          ? `<h1>${inner}</h1>\n`
          : html`<h${depth} id="${id}"><a href="#${id}">${new Html(inner)}</a></h${depth}>\n`.text
      },
      code({ text, lang = '' }: Tokens.Code) {
        return codeBlock(text, CODE_LANGUAGES[lang] ?? 'text').text
      },
      link({ href, tokens }: Tokens.Link) {
        const inner = this.parser.parseInline(tokens)
        const place = target(href)
        return place === null ? inner : html`<a href="${place}">${new Html(inner)}</a>`.text
      },
      image({ text }: Tokens.Image) {
        return html`${text}`.text
      },
      table({ header, rows }: Tokens.Table) {
        const cells = (tag: 'th' | 'td', row: readonly Tokens.TableCell[]) =>
          row.map(({ tokens }) => `<${tag}>${this.parser.parseInline(tokens)}</${tag}>`).join('')
        const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n')
        return `<div class="table" tabindex="0"><table><thead><tr>${cells('th', header)}</tr></thead>\n<tbody>${body}</tbody></table></div>\n`
      },
      html({ text }: Tokens.HTML | Tokens.Tag) {
        return text.startsWith('<!--') ? '' : html`${text}`.text
      },
    },
  })
}

const DESCRIPTION_CHARACTERS_MIN = 30

/** A page in a sentence: the first of its text, unless that says nothing. */
function describe(title: string, lead: string): string {
  const [first = ''] = /^.+?[.!?](?=\s|$)/.exec(lead) ?? [lead]
  return first.length < DESCRIPTION_CHARACTERS_MIN ? title : first
}

/** Reads a text of docs/. */
export function readGuide(markdown: string, target: LinkTarget): Guide {
  const tokens = marked.lexer(markdown)
  const title = tokens.find((token): token is Tokens.Heading => token.type === 'heading')?.text ?? ''
  const lead = tokens.find((token): token is Tokens.Paragraph => token.type === 'paragraph')?.text ?? ''
  const sections: Section[] = []
  const texts: { section: Section | null; text: string }[] = [{ section: null, text: '' }]
  for (const token of tokens) {
    if (token.type === 'heading' && (token as Tokens.Heading).depth > 1) {
      const heading = plain((token as Tokens.Heading).text)
      const section = { id: anchorOf(heading), title: heading }
      if ((token as Tokens.Heading).depth === 2) sections.push(section)
      texts.push({ section, text: '' })
      continue
    }
    const last = texts.at(-1)
    if (last !== undefined && token.type !== 'code') last.text += ` ${plain(token.raw)}`
  }
  const main = new Html(rendererFor(target).parse(markdown, { async: false }))
  return { title: plain(title), description: describe(plain(title), plain(lead)), main, sections, texts }
}
