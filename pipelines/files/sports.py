"""Strava's name for a sport, whatever word a watch, a web site or a spreadsheet uses for it."""

import unicodedata
from functools import lru_cache

UNKNOWN = "Workout"
"""The sport of a word nobody knows; Strava's own name for an unclear session."""

WORDS = {
    "Run": """
        run, running, 9, jog, jogging, treadmill, treadmill run, treadmill running, street running, road running, track running, indoor
        running, street, Lauf, Laufen, Laufband, Laufsport, Dauerlauf, Intervalllauf, course, course à pied, course sur
        tapis, footing, sortie course à pied, courir, carrera, correr, carrera a pie, cinta, corrida, corrida a pé, corrida em esteira,
        esteira, corsa, correre, corsa su tapis roulant, tapis roulant
    """,
    "TrailRun": """
        trail run, trail running, trail, ultra run, ultra, mountain running, fell running, Traillauf, Trailrun, Geländelauf, Berglauf,
        trail à pied, course nature, course à pied trail, course sur sentier, course en sentier, carrera de montaña, carrera por
        montaña, carrera de trail, carrera por senderos, corrida em trilha, corrida de trilha, corrida em trilhos, corrida de montanha,
        corsa su sentiero, corsa in montagna, corsa trail, corsa su trail
    """,
    "VirtualRun": """
        virtual run, virtual running, 53, virtueller Lauf, course à pied virtuelle, course virtuelle, carrera virtual, corrida virtual,
        corsa virtuale
    """,
    "Walk": """
        walk, walking, 10, indoor walking, casual walking, speed walking, race walking, nordic walking, treadmill walking, Spaziergang,
        Spazieren, Gehen, Walken, marche, marche à pied, marche nordique, promenade, caminata, caminar, paseo, marcha, andar, caminhada,
        caminhar, camminata, camminare, passeggiata
    """,
    "Hike": """
        hike, hiking, 4, mountaineering, trekking, rucking, Wanderung, Wandern, Bergsteigen, Bergwanderung, randonnée, randonnée
        pédestre, rando, senderismo, excursionismo, excursión, trilha, escursione, escursionismo
    """,
    "Ride": """
        ride, cycling, biking, bike, bicycle, 1, road biking, road cycling, road ride, road bike, track cycling, commuting, recumbent,
        cyclocross, Cyclocross-Fahrt, Radfahrt, Radfahren, Rad, Rennradfahren, Fahrrad, Fahrradfahren, vélo, sortie vélo, sortie à vélo,
        cyclisme, cyclisme sur route, vélo de route, ciclismo, bicicleta, bici, salida en bicicleta, vuelta en bicicleta, ciclismo en
        ruta, pedalada, passeio de bicicleta, pedalata, giro in bici, uscita in bici,
        indoor cycling, indoor ride, indoor bike, spin, spinning, stationary bike, trainer ride, Indoor-Radfahren, ciclismo indoor
    """,
    "VirtualRide": """
        virtual ride, virtual cycling, 17,
        virtuelle Radfahrt, virtuelle Fahrt, sortie à vélo virtuelle, sortie vélo virtuelle, vélo virtuel, cyclisme
        virtuel, ciclismo virtual, salida virtual en bicicleta, vuelta virtual, pedalada virtual, passeio virtual, pedalata virtuale,
        ciclismo virtuale
    """,
    "MountainBikeRide": """
        mountain bike ride, mountain biking, mountain bike, mtb, downhill, BMX, Mountainbikefahrt, Mountainbike-Fahrt, Mountainbiken,
        sortie VTT, VTT, sortie en VTT, salida en bicicleta de montaña, ciclismo de montaña, bicicleta de montaña, passeio de mountain
        bike, pedalada de mountain bike, pedalata in mountain bike, giro in mountain bike
    """,
    "GravelRide": """
        gravel ride, gravel cycling, gravel biking, gravel, Gravelfahrt, Gravel-Fahrt, Gravelbike-Fahrt, sortie gravel, vélo gravel,
        salida en gravel, ciclismo de gravel, passeio de gravel, pedalada de gravel, pedalata gravel, giro gravel
    """,
    "EBikeRide": """
        e-bike ride, ebike, e-biking, e bike fitness, electric bike, 18, E-Bike-Fahrt, E-Bike-Radfahrt, E-Bike, sortie à vélo
        électrique, sortie vélo électrique, vélo électrique, salida en bicicleta eléctrica, bicicleta eléctrica, passeio de e-bike,
        pedalada de e-bike, bicicleta elétrica, pedalata con e-bike, giro in e-bike, bici elettrica
    """,
    "EMountainBikeRide": """
        e-mountain bike ride, e bike mountain, e-mtb, E-Mountainbike-Fahrt, sortie VTT électrique, sortie à VTT électrique, VTT
        électrique, salida en bicicleta eléctrica de montaña, bicicleta de montaña eléctrica, passeio de e-mountain bike, pedalata in
        e-mountain bike
    """,
    "Handcycle": "handcycle, hand cycling, 51, Handbike, Handbiken, vélo à main, bicicleta de mano",
    "Velomobile": "velomobile, 19, Velomobil, vélomobile, velomóvil",
    "Swim": """
        swim, swimming, 16, lap swimming, pool swim, open water, open water swimming, Schwimmen, Freiwasserschwimmen, natation, nager,
        natación, nadar, natação, nuoto, nuotata, nuotare
    """,
    "Elliptical": """
        elliptical, elliptical trainer, 27, Ellipsentrainer, Crosstrainer, vélo elliptique, elliptique, elíptica, elíptico, ellittica
    """,
    "StairStepper": """
        stair-stepper, stair climbing, stair machine, stairmaster, 29, Treppensteiger, Stepper, Treppensteigen, simulateur d'escalier,
        montée d'escaliers, escalador, máquina de escaleras, simulador de escadas, simulador de escada, escada, scala, macchina per le
        scale
    """,
    "WeightTraining": """
        weight training, weights, strength training, strength, strength and conditioning, gym, fitness equipment, 30, Gewichtstraining,
        Krafttraining, Kraft, entraînement aux poids, musculation, renforcement musculaire, entrenamiento con pesas, pesas, fuerza,
        gimnasio, treinamento com peso, treinamento com pesos, treino com pesos, treino de força, musculação, allenamento con i pesi,
        pesi, pesistica, forza, palestra
    """,
    "Crossfit": "crossfit, 26",
    "HighIntensityIntervalTraining": """
        high intensity interval training, hiit, hochintensives Intervalltraining, entraînement fractionné de haute intensité,
        entrenamiento de intervalos de alta intensidad, treino intervalado de alta intensidade, allenamento a intervalli ad alta
        intensità
    """,
    "Yoga": "yoga, 31, ioga",
    "Pilates": "pilates",
    "PhysicalTherapy": "physical therapy, physiotherapy, Physiotherapie, kinésithérapie, fisioterapia",
    "Rowing": "rowing, indoor rowing, rower, 23, Rudern, aviron, rameur, remo, canottaggio",
    "VirtualRow": "virtual row, virtual rowing, virtuelles Rudern, aviron virtuel, remo virtual, canottaggio virtuale",
    "Canoeing": "canoeing, canoe, 21, Kanufahrt, Kanufahren, Kanu, canoë, canoé, piragüismo, canotaje, canoagem, canoa",
    "Kayaking": "kayaking, kayak, 22, Kajakfahrt, Kajakfahren, Kajak, caiaque",
    "StandUpPaddling": "stand up paddling, stand up paddleboarding, sup, paddle, 24, Stehpaddeln, surf à pagaie, paddle surf",
    "Surfing": "surfing, surf, 25, Surfen, Wellenreiten, surfe",
    "Kitesurf": "kitesurf, kitesurfing, 14, Kitesurfen, kite surf",
    "Windsurf": "windsurf, windsurfing, 15, Windsurfen, planche à voile, windsurfe",
    "Sail": "sail, sailing, Segeln, voile, vela",
    "AlpineSki": """
        alpine ski, alpine skiing, downhill ski, skiing, resort skiing, 2, Ski alpin, Skifahren, Alpinski, Abfahrtsski, esquí alpino,
        esquí, esqui alpino, esqui, sci alpino, sci
    """,
    "BackcountrySki": """
        backcountry ski, backcountry skiing, ski touring, ski mountaineering, 3, Skitour, Skitouren, Skitourengehen, ski de randonnée,
        esquí de travesía, esquí de montaña, esqui fora de pista, esqui de montanha, sci alpinismo, scialpinismo
    """,
    "NordicSki": """
        nordic ski, nordic skiing, cross country skiing, cross country ski, skate skiing, 7, Langlauf, Skilanglauf, Ski nordisch, ski
        nordique, ski de fond, esquí nórdico, esquí de fondo, esqui nórdico, esqui cross-country, sci nordico, sci di fondo
    """,
    "RollerSki": """
        roller ski, roller skiing, 8, Rollski, Skiroller, Rollskifahren, ski à roulettes, ski-roues, esquí sobre ruedas, rollerski, sci
        a rotelle, skiroll
    """,
    "Snowboard": "snowboard, snowboarding, 12, Snowboarden, surf des neiges",
    "Snowshoe": """
        snowshoe, snowshoeing, 13, Schneeschuhwanderung, Schneeschuhwandern, Schneeschuhlaufen, raquettes, raquette à neige, raquettes à
        neige, raquetas de nieve, caminata con raquetas de nieve, caminhada na neve, raquetes de neve, racchette da neve, ciaspole,
        ciaspolata
    """,
    "IceSkate": """
        ice skate, ice skating, 5, Eislaufen, Schlittschuhlaufen, patinage, patin à glace, patinage sur glace, patinaje sobre hielo,
        patinação no gelo, pattinaggio su ghiaccio
    """,
    "InlineSkate": """
        inline skate, inline skating, skating, 6, Inlineskaten, Inline-Skaten, roller, patinage à roulettes, patinaje en línea,
        patinação inline, patinação, pattinaggio in linea
    """,
    "Skateboard": "skateboard, skateboarding, Skateboarden, monopatín, skate",
    "RockClimbing": "rock climbing, climbing, bouldering, indoor climbing, 28, Klettern, escalade, escalada, arrampicata",
    "Golf": "golf, golfe",
    "Soccer": "soccer, football, football (soccer), Fußball, fútbol, futebol, calcio",
    "Basketball": "basketball, basket, baloncesto, basquete, basquetebol, pallacanestro",
    "Volleyball": "volleyball, volley, voleibol, vôlei, pallavolo",
    "Tennis": "tennis, tenis, tênis, ténis",
    "TableTennis": "table tennis, Tischtennis, tennis de table, tenis de mesa, tênis de mesa, tennistavolo, ping pong",
    "Padel": "padel, pádel",
    "Pickleball": "pickleball",
    "Badminton": "badminton, bádminton",
    "Squash": "squash",
    "Racquetball": "racquetball, racquet, ráquetbol",
    "Cricket": "cricket",
    "Dance": "dance, dancing, Tanzen, Tanz, danse, baile, dança, danza, ballo",
    "Wheelchair": """
        wheelchair, wheelchair push run, wheelchair push walk, 52, Rollstuhl, Rollstuhlfahren, Rollstuhlsport, course en fauteuil,
        fauteuil roulant, silla de ruedas, cadeira de rodas, sedia a rotelle
    """,
    UNKNOWN: """
        workout, other, generic, training, multisport, transition, cardio, cardio training, 11, Training, Sonstiges, Andere,
        entraînement, autre, entrenamiento, otro, treino, exercício, outro, allenamento, altro
    """,
}
"""Strava's sport_type: the words for it in English, German, French, Spanish, Portuguese and Italian, in FIT and TCX, and GPX's numbers."""


def _plain(word: str) -> str:
    """Reduce a word to its letters and digits: no case, accents, spaces or hyphens."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalnum())


_SPORTS = {_plain(word): sport for sport, words in WORDS.items() for word in (sport, *words.split(","))}


@lru_cache(maxsize=1024)
def sport_type(word: str) -> str:
    """Return Strava's sport_type for a word in any of the known languages and spellings, `UNKNOWN` for others."""
    return _SPORTS.get(_plain(word), UNKNOWN)
