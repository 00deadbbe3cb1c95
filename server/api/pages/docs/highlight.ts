import { html, Html } from '../html.ts'

/** What a piece of code is written in; anything else is shown as it is. */
export type CodeLanguage = 'json' | 'sh' | 'ts' | 'text'

/**
 * Tokens worth a colour: comments, strings, and words that the language or the reader fills in. The marks are the shortest elements that
 * there are, because a page has hundreds of them.
 */
const TOKENS: Readonly<Record<Exclude<CodeLanguage, 'text'>, RegExp>> = {
  json: /(?<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\]|\\.)*")|(?<word>\b(?:true|false|null)\b)/g,
  ts: /(?<comment>\/\/[^\n]*)|(?<string>'(?:[^'\\\n]|\\.)*'|`[^`]*`)|(?<word>\b(?:async|await|const|export|for|from|function|if|import|let|new|return|throw|try|catch|while|as)\b)/g,
  sh: /(?<comment>(?<=^|\s)#[^\n]*)|(?<string>"(?:[^"\\]|\\.)*"|'[^']*')|(?<word>\$\{?\w+\}?)/g,
}

const MARKS: Readonly<Record<string, readonly [open: string, close: string]>> = {
  word: ['<b>', '</b>'],
  string: ['<i>', '</i>'],
  comment: ['<u>', '</u>'],
}

/** Code with its strings, words and comments marked. */
export function highlight(code: string, language: CodeLanguage): Html {
  if (language === 'text') return html`${code}`
  const parts: string[] = []
  let done = 0
  for (const match of code.matchAll(TOKENS[language])) {
    const kind =
      Object.entries((match.groups ?? {}) as Partial<Record<string, string>>).find(
        ([, text]) => text !== undefined,
      )?.[0] ?? ''
    const [open, close] = MARKS[kind] ?? ['', '']
    parts.push(html`${code.slice(done, match.index)}`.text, open, html`${match[0]}`.text, close)
    done = match.index + match[0].length
  }
  return new Html(parts.join('') + html`${code.slice(done)}`.text)
}

const LABELS: Readonly<Record<CodeLanguage, string>> = { json: 'JSON', sh: 'Shell', ts: 'TypeScript', text: '' }

/** A block of code that can be copied; what is wide scrolls, and can be reached with the keyboard. */
export function codeBlock(code: string, language: CodeLanguage, label = LABELS[language]): Html {
  if (language === 'text') return html`<pre class="plain" tabindex="0"><code>${code}</code></pre>`
  return html`<figure class="code" data-label="${label}">
    <figcaption>${label}</figcaption>
    <pre tabindex="0"><code>${highlight(code, language)}</code></pre>
  </figure>`
}
