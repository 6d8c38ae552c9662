//! Names by frequency. First names and surnames with the thousands of people who bear them: IBGE, "Nomes no
//! Brasil", Censo Demográfico 2022 (the thirty surnames and the five first names of each sex at the top are its
//! published figures; those below follow its order of magnitude, rounded).

use std::sync::LazyLock;

use rand::Rng;

use crate::ids::Seeded;

/// Names to draw from, by weight.
#[derive(Debug)]
pub struct Weighted {
    names: Vec<&'static str>,
    /// Running totals, so that drawing is a binary search.
    totals: Vec<u32>,
}

impl Weighted {
    fn new(list: &'static str) -> Self {
        let mut total = 0;
        let (mut names, mut totals) = (Vec::new(), Vec::new());
        for entry in list.split([',', '\n']).map(str::trim).filter(|entry| !entry.is_empty()) {
            if let Some((name, weight)) = entry.rsplit_once(' ') {
                total += weight.parse::<u32>().unwrap_or(1);
                names.push(name);
                totals.push(total);
            }
        }
        Self { names, totals }
    }

    /// One of them.
    pub fn draw(&self, chance: &mut Seeded) -> &'static str {
        let total = self.totals.last().copied().unwrap_or(1);
        let at = chance.random_range(0..total);
        self.names[self.totals.partition_point(|until| *until <= at)]
    }
}

/// First names of women.
pub static WOMEN: LazyLock<Weighted> = LazyLock::new(|| Weighted::new(WOMEN_LIST));
/// First names of men.
pub static MEN: LazyLock<Weighted> = LazyLock::new(|| Weighted::new(MEN_LIST));
/// Surnames.
pub static SURNAMES: LazyLock<Weighted> = LazyLock::new(|| Weighted::new(SURNAME_LIST));

const WOMEN_LIST: &str = "Maria 12224, Ana 3930, Francisca 662, Júlia 646, Antônia 553, Juliana 552, Adriana 540,
Fernanda 535, Márcia 525, Patrícia 520, Aline 505, Amanda 498, Letícia 490, Camila 488, Sandra 462, Bruna 458,
Beatriz 450, Jéssica 447, Luciana 420, Mariana 415, Larissa 412, Gabriela 410, Vanessa 405, Vitória 390,
Isabela 352, Laura 348, Rafaela 340, Luana 335, Daniela 332, Eduarda 322, Cláudia 318, Simone 312, Tatiana 298,
Carolina 295, Alice 292, Bianca 288, Renata 286, Débora 284, Natália 280, Helena 275, Rosângela 268, Cristiane 262,
Luiza 258, Raquel 252, Sabrina 246, Priscila 244, Rita 242, Sônia 240, Rosa 236, Viviane 234, Lívia 230, Manuela 228,
Michele 226, Andréia 224, Lúcia 222, Carla 220, Vera 218, Regina 214, Marta 210, Fabiana 208, Joana 206, Eliane 204,
Rosana 202, Cecília 200, Thaís 198, Sofia 196, Clara 194, Monique 190, Elaine 188, Valéria 186, Paula 184, Lara 182,
Roberta 180, Isadora 178, Cristina 176, Josefa 174, Alessandra 172, Tereza 170, Edna 168, Silvana 166, Yasmin 164,
Nicole 162, Lorena 160, Kelly 158, Sueli 156, Raimunda 154, Milena 152, Angélica 150, Mônica 148, Giovana 146,
Elisângela 144, Érica 142, Solange 140, Emanuelle 138, Daiane 136, Ester 134, Sara 132, Rebeca 130, Jaqueline 128,
Flávia 126, Catarina 124, Tânia 122, Cíntia 120, Karina 118, Ângela 116, Rute 114, Aparecida 112, Ivone 110,
Talita 108, Marlene 106, Neusa 104, Cleide 102, Elza 100, Terezinha 98, Iara 96, Gisele 94, Kátia 92, Lígia 90,
Pâmela 88, Tainá 86, Suzana 84, Denise 82, Olívia 80, Célia 78, Elisa 76, Miriam 74, Lilian 72, Antonella 70,
Agatha 68, Stefany 66, Ingrid 64, Taís 62, Nair 60, Zilda 58, Ilda 56, Conceição 54, Jussara 52, Ágata 50, Iolanda 48,
Zuleica 30, Mércia 28, Jucélia 26, Nívea 24";

const MEN_LIST: &str = "José 5142, João 3411, Antônio 2231, Francisco 1659, Pedro 1614, Carlos 1468, Lucas 1332,
Luiz 1328, Paulo 1326, Gabriel 1201, Marcos 1090, Rafael 880, Luís 878, Daniel 860, Miguel 812, Felipe 790,
Marcelo 700, Bruno 690, Mateus 680, Guilherme 660, Eduardo 655, Arthur 640, Davi 630, Rodrigo 605, Raimundo 590,
Gustavo 585, Fernando 560, Fábio 530, Vinícius 525, Leonardo 520, André 515, Manoel 490, Samuel 485, Henrique 480,
Diego 470, Leandro 460, Thiago 455, Tiago 440, Anderson 435, Ricardo 430, Bernardo 420, Heitor 410, Márcio 400,
Jorge 395, Sebastião 385, Alexandre 380, Roberto 370, Vítor 365, Edson 360, Caio 340, Sérgio 335, Diogo 320,
Cláudio 315, Enzo 310, Matheus 305, Igor 298, Rogério 292, Renato 288, Wesley 280, Adriano 275, Isaac 270, Luan 265,
Geraldo 260, Otávio 250, Theo 245, Alex 240, Júlio 235, Maurício 228, Douglas 224, Lorenzo 220, Robson 216,
Benjamin 212, Nicolas 208, Elias 204, Willian 200, Joaquim 196, Cauã 192, Hugo 188, Mário 184, Reinaldo 180,
Luciano 178, Gilberto 176, Jonas 172, Cristiano 168, Danilo 166, Murilo 164, Erick 160, Emanuel 156, Valdir 152,
Yuri 150, Joel 148, Flávio 146, Ivan 144, Wagner 142, César 140, Moisés 138, Calebe 136, Ronaldo 134, Kauan 132,
Augusto 130, Benedito 128, Osvaldo 126, Gilson 124, Ruan 122, Cícero 120, Domingos 118, Jefferson 116, Nelson 114,
Severino 112, Wellington 110, Everton 108, Alan 106, Denis 104, Washington 102, Milton 100, Edmilson 98, Valter 96,
Josué 94, Ademir 92, Adilson 90, Juliano 88, Gerson 86, Breno 84, Rubens 82, Arnaldo 80, Nilton 78, Hélio 76,
Evandro 74, Celso 72, Ismael 70, Silvio 68, Jair 66, Airton 64, Dirceu 62, Edivaldo 60, Cleiton 58, Tarcísio 56,
Valdemar 54, Abel 52, Ubiratã 20, Átila 18, Caetano 30, Lúcio 40, Ezequiel 90, Kevin 80";

const SURNAME_LIST: &str = "Silva 34030, Santos 21367, Oliveira 11709, Souza 9197, Pereira 6888, Ferreira 6226,
Lima 6095, Alves 5757, Rodrigues 5429, Costa 4861, Sousa 4797, Gomes 4047, Nascimento 3609, Araújo 3461, Ribeiro 3127,
Almeida 3069, Jesus 2859, Barbosa 2738, Soares 2615, Carvalho 2600, Martins 2577, Lopes 2338, Vieira 2102, Rocha 2044,
Dias 2035, Gonçalves 2028, Fernandes 1836, Santana 1816, Andrade 1707, Batista 1703, Freitas 1600, Moreira 1560,
Mendes 1540, Cardoso 1520, Ramos 1510, Nunes 1480, Moraes 1400, Teixeira 1390, Marques 1370, Melo 1330, Machado 1300,
Reis 1280, Cruz 1250, Monteiro 1200, Castro 1180, Moura 1150, Borges 1130, Cavalcante 1100, Campos 1080, Correia 1060,
Pinto 1040, Miranda 1000, Cunha 980, Duarte 960, Rosa 950, Pires 930, Azevedo 900, Nogueira 880, Barros 870,
Medeiros 850, Farias 840, Bezerra 820, Rezende 790, Tavares 780, Aguiar 760, Coelho 750, Sales 740, Siqueira 730,
Macedo 720, Brito 710, Guimarães 700, Matos 690, Magalhães 680, Fonseca 670, Xavier 660, Viana 650, Bastos 640,
Maciel 630, Paiva 620, Leite 610, Morais 600, Peixoto 590, Braga 580, Antunes 570, Brandão 560, Prado 550, Leal 540,
Queiroz 530, Amaral 520, Domingues 510, Vasconcelos 500, Chaves 490, Assis 480, Neves 470, Silveira 460, Bueno 450,
Torres 440, Lacerda 430, Dantas 420, Menezes 410, Amorim 400, Pacheco 390, Camargo 380, Evangelista 370, Rangel 360,
Figueiredo 350, Toledo 340, Sampaio 330, Franco 320, Serra 310, Leão 300, Garcia 600, Porto 280, Maia 270, Bragança 40,
Sá 250, Vargas 240, Aragão 230, Arruda 220, Coutinho 210, Esteves 200, Lobo 190, Godoy 180, Valadares 170, Simões 160,
Pimentel 150, Uchôa 90, Penteado 50, Gusmão 80, Quintanilha 40, Takahashi 45, Tanaka 60, Schneider 70, Schmidt 75,
Müller 40, Rossi 65, Ferrari 55, Bianchi 50, Lobão 35, Muñoz 20, D'Ávila 25, Sant'Anna 30, Peçanha 35, Itaboraí 8,
Tourinho 15, Cordovil 10, Sertório 6";
