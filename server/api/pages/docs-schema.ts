import type { Schema } from './docs-document.ts'
import { html, prose, table, type Html } from './html.ts'

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)

/** What a value may be, in a few words, with links to the named schemas. */
export function renderType(schema: Schema): Html {
  if (schema.$ref !== undefined) return html`<a href="#schema-${nameOf(schema.$ref)}">${nameOf(schema.$ref)}</a>`
  const choices = schema.oneOf ?? schema.anyOf ?? schema.allOf
  if (choices !== undefined)
    return html`${choices.map((choice, at) => html`${at === 0 ? '' : ' or '}${renderType(choice)}`)}`
  if (schema.enum !== undefined)
    return html`${schema.enum.map((value, at) => html`${at === 0 ? '' : ', '}<code>${JSON.stringify(value)}</code>`)}`
  const type = typeof schema.type === 'string' ? schema.type : (schema.type ?? []).join(' or ')
  if (type === 'array' && schema.items !== undefined)
    return html`list${schema.maxItems === undefined ? '' : ` (at most ${schema.maxItems})`} of
    ${renderType(schema.items)}`
  if (type === 'object' && schema.properties !== undefined) return html`object: ${renderProperties(schema)}`
  return html`${type}${schema.format === undefined ? '' : ` (${schema.format})`}${schema.maxLength === undefined ? '' : `, at most ${schema.maxLength} characters`}`
}

function renderProperties({ properties = {}, required = [] }: Schema): Html {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      html`<tr>
        <td><code>${name}</code>${required.includes(name) ? '' : html` <span class="quiet">optional</span>`}</td>
        <td>${renderType(schema)}</td>
        <td>${schema.description === undefined ? '' : prose(schema.description)}</td>
      </tr>`,
  )
  return table(['Field', 'Value', 'Meaning'], rows)
}

/** A named schema with its fields. */
export function renderSchema(name: string, schema: Schema): Html {
  return html`<section id="schema-${name}">
    <h3>${name}</h3>
    ${schema.description === undefined ? '' : html`<p>${prose(schema.description)}</p>`}
    ${schema.properties === undefined ? html`<p>${renderType(schema)}</p>` : renderProperties(schema)}
  </section>`
}
