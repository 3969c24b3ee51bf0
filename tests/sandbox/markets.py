"""The markets Vinted runs on: domain, country, currency, language of the page (CONTRACT §19), and their hosts (§4.1)."""

from typing import NamedTuple

LABEL_HOST = "svc-shipping-labels.s3.eu-central-1.amazonaws.com"


class Market(NamedTuple):
    site: str
    country_id: int
    country: str
    title: str
    currency: str
    lang: str

    @property
    def api_host(self) -> str:
        return "api.www.vinted.com" if self.site == "vinted.com" else f"api.{self.site}"

    @property
    def portal(self) -> str:
        """How links of the app name the market."""
        return {"GB": "uk", "US": "com"}.get(self.country, self.country.lower())


MARKETS = {
    row.site: row
    for row in (
        Market("vinted.fr", 16, "FR", "France", "EUR", "fr-FR"),
        Market("vinted.be", 20, "BE", "Belgique", "EUR", "fr-BE"),
        Market("vinted.lu", 18, "LU", "Luxembourg", "EUR", "fr-LU"),
        Market("vinted.nl", 19, "NL", "Pays-Bas", "EUR", "nl-NL"),
        Market("vinted.de", 2, "DE", "Allemagne ", "EUR", "de-DE"),
        Market("vinted.at", 3, "AT", "Autriche", "EUR", "de-AT"),
        Market("vinted.it", 8, "IT", "Italie", "EUR", "it-IT"),
        Market("vinted.es", 7, "ES", "Espagne", "EUR", "es-ES"),
        Market("vinted.pt", 9, "PT", "Portugal", "EUR", "pt-PT"),
        Market("vinted.ie", 22, "IE", "Irlande", "EUR", "en-IE"),
        Market("vinted.fi", 23, "FI", "Finlande", "EUR", "fi-FI"),
        Market("vinted.ee", 24, "EE", "Estonie", "EUR", "et-EE"),
        Market("vinted.lv", 25, "LV", "Lettonie", "EUR", "lv-LV"),
        Market("vinted.lt", 10, "LT", "Lituanie", "EUR", "lt-LT"),
        Market("vinted.sk", 26, "SK", "Slovaquie", "EUR", "sk-SK"),
        Market("vinted.si", 27, "SI", "Slovénie", "EUR", "sl-SI"),
        Market("vinted.hr", 28, "HR", "Croatie", "EUR", "hr-HR"),
        Market("vinted.gr", 29, "GR", "Grèce", "EUR", "el-GR"),
        Market("vinted.co.uk", 13, "GB", "Royaume-Uni", "GBP", "en-GB"),
        Market("vinted.com", 12, "US", "États-Unis", "USD", "en-US"),
        Market("vinted.pl", 15, "PL", "Pologne", "PLN", "pl-PL"),
        Market("vinted.cz", 11, "CZ", "Tchéquie", "CZK", "cs-CZ"),
        Market("vinted.se", 30, "SE", "Suède", "SEK", "sv-SE"),
        Market("vinted.dk", 31, "DK", "Danemark", "DKK", "da-DK"),
        Market("vinted.ro", 32, "RO", "Roumanie", "RON", "ro-RO"),
        Market("vinted.hu", 33, "HU", "Hongrie", "HUF", "hu-HU"),
    )
}
BY_COUNTRY = {market.country: market for market in MARKETS.values()}
BY_HOST = {host: market for market in MARKETS.values() for host in (f"www.{market.site}", market.api_host)}
