/** Under what a browser keeps the endpoint that its reader has named, if it is another than this server's. */
export const ENDPOINT_KEPT_AS = 'entente.receipt.endpoint'
