export declare const productHeaders: Record<string, string>
export declare const devHeaders: Record<string, string>
