// The addresses of Vinted: which country domains exist, whose currency they use, and how they look as match patterns.
// Asked by the manifest and by whoever looks for a Vinted tab; nothing about routes or selectors lives here.

export interface Market {
  /** What follows `www.vinted.`. */
  domain: string;
  /** Two small letters, as the server names a closet's country. */
  country: string;
  currency: string;
}

// The home country first. Chrome's match patterns cannot wildcard a top-level domain, and a host that is added later disables
// the extension until the person agrees, so every country is listed from the first version on.
const MARKETS: readonly Market[] = [
  { domain: "fr", country: "fr", currency: "EUR" },
  { domain: "be", country: "be", currency: "EUR" },
  { domain: "lu", country: "lu", currency: "EUR" },
  { domain: "nl", country: "nl", currency: "EUR" },
  { domain: "de", country: "de", currency: "EUR" },
  { domain: "at", country: "at", currency: "EUR" },
  { domain: "it", country: "it", currency: "EUR" },
  { domain: "es", country: "es", currency: "EUR" },
  { domain: "pt", country: "pt", currency: "EUR" },
  { domain: "ie", country: "ie", currency: "EUR" },
  { domain: "fi", country: "fi", currency: "EUR" },
  { domain: "ee", country: "ee", currency: "EUR" },
  { domain: "lv", country: "lv", currency: "EUR" },
  { domain: "lt", country: "lt", currency: "EUR" },
  { domain: "sk", country: "sk", currency: "EUR" },
  { domain: "si", country: "si", currency: "EUR" },
  { domain: "hr", country: "hr", currency: "EUR" },
  { domain: "gr", country: "gr", currency: "EUR" },
  { domain: "co.uk", country: "gb", currency: "GBP" },
  { domain: "com", country: "us", currency: "USD" },
  { domain: "pl", country: "pl", currency: "PLN" },
  { domain: "cz", country: "cz", currency: "CZK" },
  { domain: "se", country: "se", currency: "SEK" },
  { domain: "dk", country: "dk", currency: "DKK" },
  { domain: "ro", country: "ro", currency: "RON" },
  { domain: "hu", country: "hu", currency: "HUF" },
];

/** The country this build works in from the start. */
export const HOME_ADDRESS = "https://www.vinted.fr/*";

/** Photo hosts: fetched by the worker only, because they answer without CORS headers. */
export const IMAGE_ADDRESS = "https://*.vinted.net/*";

/** The home country's services beside the site, and where its shipping labels lie: without CORS, so the worker asks them. */
export const HOME_API_ADDRESS = "https://api.vinted.fr/*";
export const LABEL_ORIGIN = "https://svc-shipping-labels.s3.eu-central-1.amazonaws.com";

/** The other countries, asked for at run time when a seller has a closet there. */
export const OTHER_COUNTRY_ADDRESSES: readonly string[] = /* @__PURE__ */ allAddresses().slice(1);

/** Their services, which are asked for together with the pages. */
export const OTHER_API_ADDRESSES: readonly string[] = /* @__PURE__ */ MARKETS.slice(1).map(
  ({ domain }) => `https://${apiHost(domain)}/*`,
);

/** Every page of every country, the home country's first. */
export function allAddresses(): string[] {
  return MARKETS.map(({ domain }) => addressOf(domain));
}

/** The market whose pages live on this host; undefined for any other host. */
export function marketOfHost(host: string): Market | undefined {
  return MARKETS.find(({ domain }) => host === `www.vinted.${domain}`);
}

/** Whether a page's address is one of Vinted's. */
export function isVintedAddress(url: string): boolean {
  return URL.canParse(url) && new URL(url).protocol === "https:" && marketOfHost(new URL(url).hostname) !== undefined;
}

/** The match pattern of a country's pages; undefined where Vinted does not exist. */
export function addressOfCountry(country: string): string | undefined {
  const market = MARKETS.find((one) => one.country === country);
  return market && addressOf(market.domain);
}

/** What Vinted runs apart from the site of this host: `https://api.vinted.fr` for www.vinted.fr. */
export function apiOriginOf(host: string): string | undefined {
  const market = marketOfHost(host);
  return market && `https://${apiHost(market.domain)}`;
}

/** The match patterns of all that is asked for when a country is granted: its pages and its services. */
export function originsOfCountry(country: string): string[] {
  const market = MARKETS.find((one) => one.country === country);
  return market ? [addressOf(market.domain), `https://${apiHost(market.domain)}/*`] : [];
}

function apiHost(domain: string): string {
  return domain === "com" ? "api.www.vinted.com" : `api.vinted.${domain}`;
}

function addressOf(domain: string): string {
  return `https://www.vinted.${domain}/*`;
}

/** The site of each country, the home country first; `isHome` marks the one this build may work in without asking. */
export function sites(): { country: string; site: string; currency: string; isHome: boolean }[] {
  return MARKETS.map(({ country, domain, currency }, index) => ({
    country,
    site: `www.vinted.${domain}`,
    currency,
    isHome: index === 0,
  }));
}

/** The currency of a country's site. */
export function currencyOf(country: string): string {
  return MARKETS.find((one) => one.country === country)?.currency ?? "EUR";
}
