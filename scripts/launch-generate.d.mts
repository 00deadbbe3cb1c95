export declare const clientFolder: string
export declare const stampFile: string
export declare function clientSource(root: string): string
export declare function isClientFresh(root: string): boolean
