import type { Request, Response } from 'express'

import { problemToSend, retryHeaders } from '../send-problem.ts'
import type { Site } from './frame.ts'
import { languageOf } from './mount-pages.ts'
import { renderProblemPage } from './problem-page.ts'

/** What the API answers is what its document promises, whoever asks. */
const API_PATHS = '/v1/'

/** Whether a person looks at the answer: a browser asks for HTML before all; a program, or a script of a page, does not. */
export function isForPerson(request: Request): boolean {
  return !request.path.startsWith(API_PATHS) && request.accepts(['json', 'html']) === 'html'
}

/** Answers a browser that asked for a page and cannot have it, and tells which code it was. */
export function sendProblemPage(request: Request, response: Response, site: Site, error: unknown) {
  const body = { ...problemToSend(error), requestId: String(response.locals['requestId']) }
  response
    .status(body.status)
    .set({ ...retryHeaders(body), 'Cache-Control': 'no-store' })
    .vary('Accept-Language')
    .type('html')
    .send(renderProblemPage(site, languageOf(request), body))
  return body
}
