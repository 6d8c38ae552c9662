//! Cities with their area code and range of postal codes; the weight is the population in thousands.
//! Sources: IBGE, Censo Demográfico 2022; Anatel's area codes; Correios, "Faixas de CEP" by locality.

use rand::Rng;

use crate::ids::Seeded;

/// A city.
#[derive(Debug, Clone, Copy)]
pub struct City {
    /// Name.
    pub name: &'static str,
    /// Two letters.
    pub uf: &'static str,
    /// Area code.
    pub ddd: &'static str,
    /// First five digits of its lowest and highest postal code.
    pub cep: (u32, u32),
    weight: u32,
}

/// One of the cities, by population.
pub fn draw(chance: &mut Seeded) -> City {
    let total: u32 = CITIES.iter().map(|city| city.weight).sum();
    let mut at = chance.random_range(0..total);
    for city in CITIES {
        if at < city.weight {
            return *city;
        }
        at -= city.weight;
    }
    CITIES[0]
}

macro_rules! cities {
    ($($name:literal $uf:ident $ddd:literal $first:literal $last:literal $weight:literal),* $(,)?) => {
        &[$(City { name: $name, uf: stringify!($uf), ddd: $ddd, cep: ($first, $last), weight: $weight }),*]
    };
}

const CITIES: &[City] = cities!(
    "São Paulo" SP "11" 1001 5890 11451, "Guarulhos" SP "11" 7000 7399 1291, "Campinas" SP "19" 13010 13139 1139,
    "São Bernardo do Campo" SP "11" 9600 9899 810, "Santo André" SP "11" 9000 9299 748, "Osasco" SP "11" 6000 6299 728,
    "Sorocaba" SP "15" 18000 18109 723, "Ribeirão Preto" SP "16" 14000 14114 698, "São José dos Campos" SP "12" 12200 12248 697,
    "Santos" SP "13" 11000 11099 418, "Jundiaí" SP "11" 13200 13219 443, "Piracicaba" SP "19" 13400 13439 423,
    "Bauru" SP "14" 17000 17119 379, "Sumaré" SP "19" 13170 13182 279, "São José do Rio Preto" SP "17" 15000 15104 480,
    "Presidente Prudente" SP "18" 19000 19109 225, "Rio de Janeiro" RJ "21" 20000 23799 6211, "Niterói" RJ "21" 24000 24399 481,
    "Duque de Caxias" RJ "21" 25000 25499 808, "Campos dos Goytacazes" RJ "22" 28000 28149 483,
    "Petrópolis" RJ "24" 25600 25779 278, "Belo Horizonte" MG "31" 30000 31999 2315, "Contagem" MG "31" 32000 32399 621,
    "Uberlândia" MG "34" 38400 38415 713, "Juiz de Fora" MG "32" 36000 36119 540, "Montes Claros" MG "38" 39400 39409 414,
    "Poços de Caldas" MG "35" 37700 37719 163, "Vitória" ES "27" 29000 29099 322, "Vila Velha" ES "27" 29100 29129 467,
    "Cachoeiro de Itapemirim" ES "28" 29300 29319 185, "Curitiba" PR "41" 80000 82999 1773, "Londrina" PR "43" 86000 86104 555,
    "Maringá" PR "44" 87000 87109 409, "Cascavel" PR "45" 85800 85824 348, "Ponta Grossa" PR "42" 84000 84109 358,
    "Florianópolis" SC "48" 88000 88099 537, "Joinville" SC "47" 89200 89239 616, "Blumenau" SC "47" 89000 89099 361,
    "Chapecó" SC "49" 89800 89816 254, "Porto Alegre" RS "51" 90000 91999 1332, "Caxias do Sul" RS "54" 95000 95124 463,
    "Pelotas" RS "53" 96000 96099 325, "Santa Maria" RS "55" 97000 97119 271, "Brasília" DF "61" 70000 72799 2817,
    "Goiânia" GO "62" 74000 74899 1437, "Anápolis" GO "62" 75000 75149 398, "Cuiabá" MT "65" 78000 78099 650,
    "Campo Grande" MS "67" 79000 79124 898, "Palmas" TO "63" 77000 77249 302, "Salvador" BA "71" 40000 42499 2417,
    "Feira de Santana" BA "75" 44000 44149 616, "Aracaju" SE "79" 49000 49098 602, "Maceió" AL "82" 57000 57099 957,
    "Recife" PE "81" 50000 52999 1488, "Caruaru" PE "81" 55000 55119 378, "João Pessoa" PB "83" 58000 58099 833,
    "Natal" RN "84" 59000 59139 751, "Fortaleza" CE "85" 60000 61599 2428, "Teresina" PI "86" 64000 64099 866,
    "São Luís" MA "98" 65000 65109 1037, "Belém" PA "91" 66000 66999 1303, "Ananindeua" PA "91" 67000 67199 478,
    "Macapá" AP "96" 68900 68914 442, "Manaus" AM "92" 69000 69099 2063, "Boa Vista" RR "95" 69300 69339 413,
    "Porto Velho" RO "69" 76800 76834 460, "Rio Branco" AC "68" 69900 69924 364,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cus_6_area_codes_and_postal_codes_belong_to_the_state_of_the_city() {
        for city in CITIES {
            let uf = brazil::place::Uf::parse(city.uf).unwrap();
            assert_eq!(brazil::phone::ddd_uf(city.ddd.parse().unwrap()), Some(uf), "{}", city.name);
            for prefix in [city.cep.0, city.cep.1] {
                let cep = brazil::place::Cep::parse(&format!("{prefix:05}000")).unwrap();
                assert_eq!(cep.uf(), Some(uf), "{}", city.name);
            }
        }
    }
}
